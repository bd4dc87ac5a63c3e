using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DotLiquid;

namespace CertWorkflows.Engine.Expressions.Liquid;

/// <summary>Text filters that Fluid has and the library lacks (E-23).</summary>
internal static class LiquidTextFilters
{
    public static string Base64Encode(object? input) => LiquidFilters.Base64(input);

    public static string Base64Decode(object? input) => Decode(LiquidFilters.Text(input));

    public static string Base64UrlSafeEncode(object? input) =>
        LiquidFilters.Base64(input).Replace('+', '-').Replace('/', '_');

    public static string Base64UrlSafeDecode(object? input) =>
        Decode(LiquidFilters.Text(input).Replace('-', '+').Replace('_', '/'));

    public static object? Raw(object? input) => input;

    public static string RemoveLast(Context context, object? input, object? search) => ReplaceLast(context, input, search);

    public static string ReplaceLast(Context context, object? input, object? search, object? replacement = null)
    {
        var (text, pattern, with) = (LiquidFilters.Text(input), LiquidFilters.Text(search), LiquidFilters.Text(replacement));
        var at = pattern.Length == 0 ? -1 : text.LastIndexOf(pattern, StringComparison.Ordinal);
        if (at < 0)
            return text;
        LiquidFilters.Require(context, text.Length + with.Length);
        return string.Concat(text.AsSpan(0, at), with, text.AsSpan(at + pattern.Length));
    }

    public static string Truncatewords(object? input, int words = 15, string ellipsis = "...")
    {
        var all = LiquidFilters.Text(input).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return all.Length <= words ? string.Join(' ', all) : string.Join(' ', all.Take(Math.Max(words, 1))) + ellipsis;
    }

    /// <summary>Lower case words joined by hyphens, as addresses have them.</summary>
    public static string Handleize(object? input)
    {
        var handle = new StringBuilder();
        foreach (var letter in LiquidFilters.Text(input))
        {
            if (char.IsLetterOrDigit(letter))
                handle.Append(char.ToLowerInvariant(letter));
            else if (handle.Length > 0 && handle[^1] != '-')
                handle.Append('-');
        }

        return handle.ToString().TrimEnd('-');
    }

    [SuppressMessage("Security", "CA5351", Justification = "A template asks for this very sum; it protects nothing here.")]
    public static string Md5(object? input) => Convert.ToHexStringLower(MD5.HashData(Bytes(input)));

    [SuppressMessage("Security", "CA5350", Justification = "A template asks for this very sum; it protects nothing here.")]
    public static string Sha1(object? input) => Convert.ToHexStringLower(SHA1.HashData(Bytes(input)));

    public static string Sha256(object? input) => Convert.ToHexStringLower(SHA256.HashData(Bytes(input)));

    /// <summary>A number by a .NET pattern such as <c>N2</c> or <c>0.00</c>, always in the invariant culture.</summary>
    public static object? FormatNumber(object? input, string? format = null) =>
        ValueConversion.Convert(input, typeof(decimal)) is decimal number && !string.IsNullOrEmpty(format) && format.Length <= 30
            ? number.ToString(format, CultureInfo.InvariantCulture)
            : input;

    /// <summary>A moment by a .NET pattern such as <c>yyyy-MM-dd</c>, always in the invariant culture.</summary>
    public static object? FormatDate(Context context, object? input, string? format = null) =>
        LiquidFilters.MomentOf(context, input) is { } moment && !string.IsNullOrEmpty(format)
            ? moment.ToString(format, CultureInfo.InvariantCulture)
            : input;

    /// <summary>A moment in another time zone, by its IANA name; an unknown zone changes nothing.</summary>
    public static object? TimeZone(Context context, object? input, string? zone = null) =>
        LiquidFilters.MomentOf(context, input) is { } moment && zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            ? TimeZoneInfo.ConvertTime(moment, found)
            : input;

    private static byte[] Bytes(object? input) => Encoding.UTF8.GetBytes(LiquidFilters.Text(input));

    private static string Decode(string text) =>
        ValueConversion.Convert(text.PadRight((text.Length + 3) / 4 * 4, '='), typeof(byte[])) is byte[] bytes
            ? Encoding.UTF8.GetString(bytes)
            : "";
}
