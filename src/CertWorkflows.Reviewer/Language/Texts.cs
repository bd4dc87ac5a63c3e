using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace CertWorkflows.Reviewer.Language;

/// <summary>Names the resource files <c>Texts.resx</c> (English) and <c>Texts.zh-Hans.resx</c> (Simplified Chinese).</summary>
internal sealed class Texts;

internal static class TextsLookup
{
    /// <summary>The text of a key that may be unknown, such as an outcome's name that an analyst made up.</summary>
    public static string Or(this IStringLocalizer texts, string key, string fallback) =>
        texts[key] is { ResourceNotFound: false } found ? found.Value : fallback;

    /// <summary>What the API or a definition says in English, in the user's language where we know the sentence.</summary>
    public static string Said(this IStringLocalizer texts, string sentence) => texts.Or($"Said.{sentence}", sentence);

    /// <summary>What to call an outcome; analysts write names with or without a capital.</summary>
    public static string Outcome(this IStringLocalizer texts, string name, string? label) =>
        texts.Or($"Outcome.{JsonNamingPolicy.CamelCase.ConvertName(name)}", label ?? name);
}
