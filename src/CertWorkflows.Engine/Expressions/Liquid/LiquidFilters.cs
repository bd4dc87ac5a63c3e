using System.Collections;
using System.Globalization;
using System.Text;
using DotLiquid;
using DotLiquid.Util;

namespace CertWorkflows.Engine.Expressions.Liquid;

/// <summary>
/// Filters that the library lacks, or has with another meaning, or without a limit (E-23). The library finds them
/// by name: <c>NewlineToBr</c> is <c>newline_to_br</c>.
/// </summary>
internal static class LiquidFilters
{
    public const string LimitsKey = "limits";
    public const string NowKey = "now";

    public static ExpressionLimits Limits(Context context) => (ExpressionLimits)context.Registers[LimitsKey];

    public static ExpressionException TooLong(int maxCharacters) => new(
        LiquidEvaluator.Language, $"The template would build a text of more than {maxCharacters} characters.", null, null);

    /// <summary>The text of a moment: UTC, to the second (E-23).</summary>
    internal static string Moment(DateTimeOffset date) => date.ToString("u", CultureInfo.InvariantCulture);

    public static string Json(object? input) => JsonValues.Text(LiquidValues.FromLiquid(input));

    public static string Base64(object? input) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(input)));

    public static object Keys(object? input) => input switch
    {
        LiquidObject entries => entries.Keys.ToList(),
        _ => new List<string>(),
    };

    public static object? Default(object? input, object? fallback = null) =>
        input is null or false or "" or ICollection { Count: 0 } ? fallback : input;

    public static string Capitalize(string? input) =>
        string.IsNullOrEmpty(input) ? "" : char.ToUpperInvariant(input[0]) + input[1..];

    /// <summary>Formats a moment by a Ruby pattern such as <c>%Y-%m-%d</c>; <c>now</c> is the time of the turn.</summary>
    public static object? Date(Context context, object? input, string? format = null)
    {
        var moment = MomentOf(context, input);
        return moment is null ? input
            : string.IsNullOrEmpty(format) ? moment.Value
            : moment.Value.ToStrFTime(format, CultureInfo.InvariantCulture);
    }

    internal static DateTimeOffset? MomentOf(Context context, object? input) => input switch
    {
        DateTimeOffset date => date,
        string text when text is "now" or "today" => (DateTimeOffset)context.Registers[NowKey],
        string text when DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) => parsed,
        int seconds => DateTimeOffset.FromUnixTimeSeconds(seconds),
        long seconds and > -60_000_000_000 and < 250_000_000_000 => DateTimeOffset.FromUnixTimeSeconds(seconds),
        _ => null,
    };

    public static string Append(Context context, object? input, object? text) => Concatenate(context, Text(input), Text(text));

    public static string Prepend(Context context, object? input, object? text) => Concatenate(context, Text(text), Text(input));

    public static string Replace(Context context, object? input, object? search, object? replacement = null)
    {
        var (text, pattern, with) = (Text(input), Text(search), Text(replacement));
        if (pattern.Length == 0)
            return text;
        Require(context, text.Length + ((double)text.Length / pattern.Length * with.Length));
        return text.Replace(pattern, with, StringComparison.Ordinal);
    }

    public static string ReplaceFirst(Context context, object? input, object? search, object? replacement = null)
    {
        var (text, pattern, with) = (Text(input), Text(search), Text(replacement));
        var at = pattern.Length == 0 ? -1 : text.IndexOf(pattern, StringComparison.Ordinal);
        if (at < 0)
            return text;
        Require(context, text.Length + with.Length);
        return string.Concat(text.AsSpan(0, at), with, text.AsSpan(at + pattern.Length));
    }

    public static string Join(Context context, object? input, string? separator = " ")
    {
        if (input is string or not IEnumerable)
            return Text(input);
        var result = new StringBuilder();
        foreach (var item in (IEnumerable)input)
        {
            if (result.Length > 0)
                result.Append(separator);
            var text = Text(item);
            Require(context, (double)result.Length + text.Length);
            result.Append(text);
        }

        return result.ToString();
    }

    public static object Concat(Context context, IEnumerable? input, IEnumerable? more)
    {
        var items = (input ?? Array.Empty<object>()).Cast<object?>().Concat((more ?? Array.Empty<object>()).Cast<object?>())
            .Take(Limits(context).MaxArrayLength + 1).ToList();
        return items.Count <= Limits(context).MaxArrayLength ? items : throw TooLong(Limits(context).MaxArrayLength);
    }

    private static string Concatenate(Context context, string first, string second)
    {
        Require(context, (double)first.Length + second.Length);
        return first + second;
    }

    internal static void Require(Context context, double characters)
    {
        if (characters > Limits(context).MaxOutputCharacters)
            throw TooLong(Limits(context).MaxOutputCharacters);
    }

    internal static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        LiquidObject => "",
        DateTimeOffset date => Moment(date),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => string.Concat(items.Cast<object?>().Select(Text)),
        _ => value.ToString() ?? "",
    };
}
