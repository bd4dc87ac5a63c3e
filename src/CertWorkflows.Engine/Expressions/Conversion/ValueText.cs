using System.Collections;
using System.Globalization;

namespace CertWorkflows.Engine.Expressions;

/// <summary>The text of a value (E-25, W-19): the same on every host, whatever its culture.</summary>
internal static class ValueText
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static string Of(object value) => value switch
    {
        string text => text,
        bool flag => flag ? "True" : "False",
        DateTime date => Date(date),
        DateTimeOffset date => $"{Date(date.DateTime)} {date.ToString("zzz", Invariant)}",
        DateOnly date => date.ToString("MM/dd/yyyy", Invariant),
        TimeOnly time => time.ToString("HH:mm", Invariant),
        TimeSpan span => span.ToString("c", Invariant),
        byte[] bytes => Convert.ToBase64String(bytes),
        Uri uri => uri.OriginalString,
        Enum member => member.ToString(),
        IEnumerable => JsonValues.Text(value),
        IFormattable formattable => formattable.ToString(null, Invariant),
        _ => JsonValues.Text(value),
    };

    /// <summary>The start of a text, for messages.</summary>
    public static string Excerpt(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private static string Date(DateTime date) =>
        date.ToString(date.TimeOfDay == TimeSpan.Zero ? "MM/dd/yyyy" : "MM/dd/yyyy HH:mm", Invariant);
}
