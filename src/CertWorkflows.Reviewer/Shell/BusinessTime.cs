using System.Globalization;

namespace CertWorkflows.Reviewer.Shell;

/// <summary>Shows and reads instants in the business time zone (T-1).</summary>
internal sealed class BusinessTime(string zoneId)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);

    /// <summary>The local date and time, the same in each language: <c>2021-04-25 18:00</c>.</summary>
    public string Text(DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, _zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Reads what a <c>datetime-local</c> field holds, such as <c>2021-04-25T18:00</c>.</summary>
    public bool TryReadLocal(string text, out DateTimeOffset instant)
    {
        var read = DateTime.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var local);
        instant = read ? new DateTimeOffset(local, _zone.GetUtcOffset(local)).ToUniversalTime() : default;
        return read;
    }
}
