using System.Collections.Frozen;
using System.Globalization;

namespace CertWorkflows.Domain.Calendar;

/// <summary>
/// The business time zone with its holidays and make-up working days (T-1 to T-4). Immutable. All instants it answers
/// are UTC.
/// </summary>
public sealed class BusinessCalendar
{
    /// <summary>The most days that one computation may add, in either direction: a century.</summary>
    public const int MaxDays = 36_525;

    private static readonly Lazy<string> Shipped = new(() => EmbeddedText.Read("mainland-china.json"));

    private readonly FrozenSet<DayOfWeek> weekend;
    private readonly FrozenDictionary<DateOnly, string> holidays;
    private readonly FrozenSet<DateOnly> makeUpDays;
    private readonly FrozenSet<int> years;

    internal BusinessCalendar(
        string name,
        TimeZoneInfo zone,
        IEnumerable<DayOfWeek> weekend,
        IReadOnlyDictionary<DateOnly, string> holidays,
        IEnumerable<DateOnly> makeUpDays,
        IEnumerable<int> years)
    {
        Name = name;
        Zone = zone;
        this.weekend = weekend.ToFrozenSet();
        this.holidays = holidays.ToFrozenDictionary();
        this.makeUpDays = makeUpDays.ToFrozenSet();
        this.years = years.ToFrozenSet();
        Years = [.. this.years.Order()];
    }

    /// <summary>The text of the calendar file that ships with the product: mainland China, 2020 to 2026.</summary>
    public static string ShippedJson => Shipped.Value;

    /// <summary>The calendar's name, from its file.</summary>
    public string Name { get; }

    /// <summary>The business time zone (T-1).</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>The years whose holidays are known, in order.</summary>
    public IReadOnlyList<int> Years { get; }

    /// <summary>Reads a calendar file; docs/holidays.md describes it.</summary>
    /// <param name="json">The file's text.</param>
    /// <param name="zone">The business time zone.</param>
    /// <exception cref="DomainException"><c>invalid-calendar</c>: the message lists every problem of the
    /// file.</exception>
    public static BusinessCalendar Load(string json, TimeZoneInfo zone) => CalendarFile.Read(json, zone);

    /// <summary>The calendar that ships with the product.</summary>
    /// <param name="zone">The business time zone, normally <c>Asia/Shanghai</c>.</param>
    public static BusinessCalendar MainlandChina(TimeZoneInfo zone) => Load(ShippedJson, zone);

    /// <summary>The date of an instant in the business time zone.</summary>
    public DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant));

    /// <summary>The instant at which a date begins in the business time zone.</summary>
    public DateTimeOffset StartOf(DateOnly date) => ToInstant(date.ToDateTime(TimeOnly.MinValue));

    /// <summary>
    /// Natural days from one instant to another (T-1): <c>date(b) - date(a)</c> in the business time zone, negative
    /// when <paramref name="b"/> lies on an earlier date. The day of the event is day 0.
    /// </summary>
    public int DaysBetween(DateTimeOffset a, DateTimeOffset b) => DateOf(b).DayNumber - DateOf(a).DayNumber;

    /// <summary>
    /// The same local time of day, so many dates later (earlier when negative). A local time that a clock change skips
    /// is moved forward by the length of the gap; of one that occurs twice the earlier instant is meant.
    /// </summary>
    /// <exception cref="DomainException"><c>date-out-of-range</c>: the result is too far away.</exception>
    public DateTimeOffset AddNaturalDays(DateTimeOffset instant, int days)
    {
        EnsureRange(instant, days, MaxDays);
        return days == 0 ? instant.ToUniversalTime() : ToInstant(Local(instant).AddDays(days));
    }

    /// <summary>The midnight that ends the instant's date in the business time zone.</summary>
    /// <exception cref="DomainException"><c>date-out-of-range</c>: the result is too far away.</exception>
    public DateTimeOffset EndOfDay(DateTimeOffset instant)
    {
        EnsureRange(instant, 1, MaxDays);
        return ToInstant(DateOf(instant).AddDays(1).ToDateTime(TimeOnly.MinValue));
    }

    /// <summary>
    /// The same local date and time of day, so many years later; 29 February lands on 28 February in a common year.
    /// Then so many dates later. Clock changes are met as in <see cref="AddNaturalDays"/>, at the result alone.
    /// </summary>
    /// <param name="instant">The start.</param>
    /// <param name="years">The years to add.</param>
    /// <param name="days">The dates to add after the years.</param>
    /// <exception cref="DomainException"><c>date-out-of-range</c>: the result is too far away.</exception>
    public DateTimeOffset AddYears(DateTimeOffset instant, int years, int days = 0)
    {
        EnsureRange(instant, years, MaxDays / 366);
        EnsureRange(instant, days, MaxDays);
        return (years, days) == (0, 0)
            ? instant.ToUniversalTime()
            : ToInstant(Local(instant).AddYears(years).AddDays(days));
    }

    /// <summary>
    /// Whether people work on a date (T-2): make-up working days count, holidays and weekends do not. In a year that
    /// the calendar does not have (<see cref="Knows"/>), only the weekend is off.
    /// </summary>
    public bool IsBusinessDay(DateOnly date) => WhyOff(date) is null;

    /// <summary>Whether the calendar has the holidays of the date's year (T-2).</summary>
    public bool Knows(DateOnly date) => years.Contains(date.Year);

    /// <summary>
    /// The <paramref name="n"/>-th business day after the date of <paramref name="t"/>, at the same local time of day
    /// (T-3). A start on a day off counts from the next business day on: that day is day 1. Adding 0 answers the start.
    /// </summary>
    /// <param name="t">The start.</param>
    /// <param name="n">How many business days, 0 or more.</param>
    /// <exception cref="DomainException"><c>date-out-of-range</c>: <paramref name="n"/> is negative or the result too
    /// far away.</exception>
    public BusinessDayResult AddBusinessDays(DateTimeOffset t, int n)
    {
        // A week has at least one business day, so a seventh of the days keeps the walk inside the range.
        EnsureRange(t, n, MaxDays / 7);
        if (n < 0)
        {
            throw new DomainException("date-out-of-range", $"{n} business days cannot be added; 0 or more can.");
        }

        var start = DateOf(t);
        var date = start;
        var complete = true;
        var skipped = new List<SkippedDay>();
        for (var counted = 0; counted < n;)
        {
            date = date.AddDays(1);
            complete &= Knows(date);
            if (WhyOff(date) is { } why)
            {
                skipped.Add(new SkippedDay(date, why));
            }
            else
            {
                counted++;
            }
        }

        return new BusinessDayResult(AddNaturalDays(t, date.DayNumber - start.DayNumber), n, skipped, complete);
    }

    /// <summary>
    /// How many business days lie after the date of <paramref name="a"/>, up to and with the date of
    /// <paramref name="b"/>; negative when <paramref name="b"/> lies on an earlier date. Years that are not known count
    /// by the weekend alone.
    /// </summary>
    /// <exception cref="DomainException"><c>date-out-of-range</c>: the two are more than a century apart.</exception>
    public int BusinessDaysBetween(DateTimeOffset a, DateTimeOffset b)
    {
        var (first, last) = (DateOf(a), DateOf(b));
        if (last < first)
        {
            return -BusinessDaysBetween(b, a);
        }

        EnsureRange(a, last.DayNumber - first.DayNumber, MaxDays);
        var count = 0;
        for (var date = first; date < last;)
        {
            date = date.AddDays(1);
            count += IsBusinessDay(date) ? 1 : 0;
        }

        return count;
    }

    private static void EnsureRange(DateTimeOffset instant, int amount, int most)
    {
        if (amount < -most || amount > most || instant.UtcDateTime.Year is < 200 or > 9800)
        {
            throw new DomainException(
                "date-out-of-range",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Adding {amount} to {instant:u} is out of range: {most} is the most, in the years 200 to 9800."));
        }
    }

    private string? WhyOff(DateOnly date)
    {
        if (makeUpDays.Contains(date))
        {
            return null;
        }

        return holidays.TryGetValue(date, out var holiday) ? holiday
            : weekend.Contains(date.DayOfWeek) ? "weekend"
            : null;
    }

    private DateTime Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone).DateTime;

    private DateTimeOffset ToInstant(DateTime local)
    {
        if (Zone.IsInvalidTime(local))
        {
            // The offset in force before the gap reads the skipped time as the same distance after it.
            return new DateTimeOffset(local, Zone.GetUtcOffset(local.AddHours(-25))).ToUniversalTime();
        }

        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
