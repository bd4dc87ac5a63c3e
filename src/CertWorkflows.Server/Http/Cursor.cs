using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CertWorkflows.Application.Access;

namespace CertWorkflows.Server.Http;

/// <summary>Where a page ended. Opaque to callers; one that was not made by the same list is refused.</summary>
internal static class Cursor
{
    public static string Write<TKey>(string list, TKey key, Guid id)
        where TKey : notnull =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{list}|{Text(key)}|{id:N}"));

    /// <exception cref="InvalidInputException"><c>invalid-cursor</c>.</exception>
    public static (TKey Key, Guid Id) Read<TKey>(string list, string cursor)
        where TKey : notnull
    {
        var parts = Decode(cursor)?.Split('|');
        return parts is [var from, var key, var id] && from == list
            && Guid.TryParseExact(id, "N", out var guid) && Parse(typeof(TKey), key) is TKey read
            ? (read, guid)
            : throw new InvalidInputException("cursor", "This list did not answer with such a cursor.", "invalid-cursor");
    }

    private static string? Decode(string cursor)
    {
        if (cursor.Length is 0 or > 200 || !Base64Url.IsValid(cursor))
        {
            return null;
        }

        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
    }

    private static string Text<TKey>(TKey key) => key switch
    {
        DateTimeOffset instant => instant.UtcTicks.ToString(CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new System.Diagnostics.UnreachableException(typeof(TKey).Name),
    };

    private static object? Parse(Type type, string text)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return type == typeof(DateTimeOffset)
            ? number >= 0 && number <= DateTimeOffset.MaxValue.Ticks ? new DateTimeOffset(number, TimeSpan.Zero) : null
            : type == typeof(long) ? number
            : type == typeof(int) && number is >= int.MinValue and <= int.MaxValue ? (object)(int)number
            : null;
    }
}
