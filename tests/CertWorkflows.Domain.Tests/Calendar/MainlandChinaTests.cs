using System.Globalization;
using System.Text.Json;

namespace CertWorkflows.Domain.Tests.Calendar;

[Trait("Rule", "T-2")]
public sealed class MainlandChinaTests
{
    [Fact]
    public void Calendar_WhenShipped_Knows2020To2026() =>
        Assert.Equal([2020, 2021, 2022, 2023, 2024, 2025, 2026], Make.Calendar.Years);

    [Theory] // Counted in the State Council's notices, not in the file.
    [InlineData(2020, 30, 6)]
    [InlineData(2021, 31, 7)]
    [InlineData(2022, 31, 7)]
    [InlineData(2023, 27, 7)]
    [InlineData(2024, 28, 8)]
    [InlineData(2025, 28, 5)]
    [InlineData(2026, 33, 6)]
    public void Year_WhenCounted_HasTheDaysOfItsNotice(int year, int daysOff, int workDays)
    {
        using var file = JsonDocument.Parse(CertWorkflows.Domain.Calendar.BusinessCalendar.ShippedJson);
        var holidays = file.RootElement.GetProperty("years").EnumerateArray()
            .Single(one => one.GetProperty("number").GetInt32() == year)
            .GetProperty("holidays").EnumerateArray().ToArray();

        Assert.Equal(daysOff, holidays.Sum(one => Date(one, "to").DayNumber - Date(one, "from").DayNumber + 1));
        Assert.Equal(workDays, holidays.Sum(one => one.GetProperty("workDays").GetArrayLength()));
        Assert.All(holidays, one => Assert.NotEmpty(one.GetProperty("nameZh").GetString()!));
    }

    [Theory] // Typed from the notices a second time: month.day; days off, then weekend days on which people work.
    [InlineData(2020, "1.1 1.24-2.2 4.4-4.6 5.1-5.5 6.25-6.27 10.1-10.8", "1.19 4.26 5.9 6.28 9.27 10.10")]
    [InlineData(2021, "1.1-1.3 2.11-2.17 4.3-4.5 5.1-5.5 6.12-6.14 9.19-9.21 10.1-10.7", "2.7 2.20 4.25 5.8 9.18 9.26 10.9")]
    [InlineData(2022, "1.1-1.3 1.31-2.6 4.3-4.5 4.30-5.4 6.3-6.5 9.10-9.12 10.1-10.7", "1.29 1.30 4.2 4.24 5.7 10.8 10.9")]
    [InlineData(2023, "1.1-1.2 1.21-1.27 4.5 4.29-5.3 6.22-6.24 9.29-10.6", "1.28 1.29 4.23 5.6 6.25 10.7 10.8")]
    [InlineData(2024, "1.1 2.10-2.17 4.4-4.6 5.1-5.5 6.10 9.15-9.17 10.1-10.7", "2.4 2.18 4.7 4.28 5.11 9.14 9.29 10.12")]
    [InlineData(2025, "1.1 1.28-2.4 4.4-4.6 5.1-5.5 5.31-6.2 10.1-10.8", "1.26 2.8 4.27 9.28 10.11")]
    [InlineData(2026, "1.1-1.3 2.15-2.23 4.4-4.6 5.1-5.5 6.19-6.21 9.25-9.27 10.1-10.7", "1.4 2.14 2.28 5.9 9.20 10.10")]
    public void Year_WhenWalkedThrough_IsOffAndOnAsTheNoticeSays(int year, string off, string on)
    {
        var daysOff = off.Split(' ').Select(span => span.Split('-')).SelectMany(ends => Span(Day(ends[0]), Day(ends[^1]))).ToHashSet();
        var daysOn = on.Split(' ').Select(Day).ToHashSet();

        foreach (var date in Span(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31)))
        {
            var weekend = date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            Assert.True(
                Make.Calendar.IsBusinessDay(date) == (daysOn.Contains(date) || (!weekend && !daysOff.Contains(date))), $"{date:o}");
        }

        DateOnly Day(string text) =>
            new(year, int.Parse(text.Split('.')[0], CultureInfo.InvariantCulture), int.Parse(text.Split('.')[1], CultureInfo.InvariantCulture));

        static IEnumerable<DateOnly> Span(DateOnly from, DateOnly to) =>
            Enumerable.Range(from.DayNumber, to.DayNumber - from.DayNumber + 1).Select(DateOnly.FromDayNumber);
    }

    [Theory]
    [InlineData("2020-01-31", false)] // prolonged in 2020
    [InlineData("2020-02-01", false)] // was a make-up day before the prolongation
    [InlineData("2020-02-03", true)]
    [InlineData("2022-12-31", false)]
    [InlineData("2023-06-25", true)] // a Sunday
    [InlineData("2024-02-09", true)] // New Year's Eve, not off in 2024
    [InlineData("2024-02-18", true)]
    [InlineData("2025-01-26", true)]
    [InlineData("2025-10-08", false)]
    [InlineData("2026-01-02", false)]
    [InlineData("2026-01-04", true)]
    [InlineData("2026-02-23", false)]
    [InlineData("2026-02-28", true)]
    [InlineData("2026-09-20", true)]
    [InlineData("2026-10-10", true)]
    [InlineData("2026-10-11", false)]
    public void Day_WhenTheNoticeNamesIt_IsOffOrOnAsItSays(string date, bool works) =>
        Assert.Equal(works, Make.Calendar.IsBusinessDay(DateOnly.Parse(date, CultureInfo.InvariantCulture)));

    private static DateOnly Date(JsonElement holiday, string member) =>
        DateOnly.Parse(holiday.GetProperty(member).GetString()!, CultureInfo.InvariantCulture);
}
