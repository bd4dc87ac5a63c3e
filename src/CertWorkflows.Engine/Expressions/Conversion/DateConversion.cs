using System.Globalization;

namespace CertWorkflows.Engine.Expressions;

/// <summary>
/// Dates to dates and text to dates (E-25). A date and time without zone counts as UTC, so that no result depends
/// on the host's time zone.
/// </summary>
internal static class DateConversion
{
    public static object ParseDateTime(string text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var date)
            ? date
            : default;

    public static object ParseDateTimeOffset(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : default;

    public static bool TryConvert(object value, Type target, out object? converted)
    {
        converted = value switch
        {
            DateTime date => FromDateTime(date, target),
            DateTimeOffset date when target == typeof(DateTime) => Components(date),
            DateTimeOffset date => FromDateTime(date.DateTime, target),
            DateOnly date => FromDateTime(date.ToDateTime(TimeOnly.MinValue), target),
            _ => null,
        };
        return converted is not null;
    }

    private static object? FromDateTime(DateTime date, Type target) =>
        target == typeof(DateTime) ? date
        : target == typeof(DateTimeOffset) ? WithOffset(date)
        : target == typeof(DateOnly) ? DateOnly.FromDateTime(date)
        : target == typeof(TimeOnly) ? TimeOnly.FromDateTime(date)
        : null;

    private static DateTime Components(DateTimeOffset date) =>
        date.Offset == TimeSpan.Zero ? date.UtcDateTime : date.DateTime;

    private static DateTimeOffset WithOffset(DateTime date)
    {
        var offset = date.Kind == DateTimeKind.Local ? TimeZoneInfo.Local.GetUtcOffset(date) : TimeSpan.Zero;
        var utc = date.Ticks - offset.Ticks;
        return utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks
            ? new DateTimeOffset(date.Ticks, TimeSpan.Zero)
            : new DateTimeOffset(date.Ticks, offset);
    }
}
