using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace CertWorkflows.Reviewer.Language;

/// <summary>Names the resource files <c>Texts.resx</c> (English) and <c>Texts.zh-Hans.resx</c> (Simplified Chinese).</summary>
internal sealed class Texts;

internal static partial class TextsLookup
{
    /// <summary>The text of a key that may be unknown, such as an outcome's name that an analyst made up.</summary>
    public static string Or(this IStringLocalizer texts, string key, string fallback) =>
        texts[key] is { ResourceNotFound: false } found ? found.Value : fallback;

    /// <summary>
    /// What the API or a definition says in English, in the user's language where we know the sentence. Numbers, names of sites and the like
    /// in it, and what stands behind a colon, are <c>{0}</c>, <c>{1}</c> in the key: <c>Said.order {0} was paid</c>.
    /// </summary>
    public static string Said(this IStringLocalizer texts, string sentence)
    {
        if (texts[$"Said.{sentence}"] is { ResourceNotFound: false } known)
        {
            return known.Value;
        }

        var (head, tail) = sentence.Split(": ", 2) is [var before, var after] ? (before, after) : (sentence, null);
        var values = new List<object>();
        var key = Named().Replace(head, name =>
        {
            values.Add(name.Value);
            return $"{{{values.Count - 1}}}";
        });
        if (tail is not null)
        {
            key += $": {{{values.Count}}}";
            values.Add(texts.Why(tail));
        }

        return values.Count > 0 && texts[$"Said.{key}"] is { ResourceNotFound: false } found
            ? string.Format(CultureInfo.CurrentCulture, found.Value, [.. values])
            : sentence;
    }

    /// <summary>Why something happened: a sentence, or the code of a reason.</summary>
    public static string Why(this IStringLocalizer texts, string why) => texts.Or($"Said.{why}", texts.Or($"Value.{why}", texts.Said(why)));

    [GeneratedRegex(@"[^\s,;()]*[\d.][^\s,;()]*[^\s,;().]|\d", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Named();

    /// <summary>What to call an outcome; analysts write names with or without a capital.</summary>
    public static string Outcome(this IStringLocalizer texts, string name, string? label) =>
        texts.Or($"Outcome.{JsonNamingPolicy.CamelCase.ConvertName(name)}", label ?? name);
}
