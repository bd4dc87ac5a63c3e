using CertWorkflows.Domain.Calendar;
using static CertWorkflows.Domain.Tests.Make;

namespace CertWorkflows.Domain.Tests.Calendar;

public sealed class BusinessCalendarTests
{
    private static readonly BusinessCalendar Berlin =
        BusinessCalendar.MainlandChina(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Theory]
    [InlineData("2021-03-01 00:00", "2021-03-01 23:59", 0)]
    [InlineData("2021-03-01 23:59", "2021-03-02 00:00", 1)]
    [InlineData("2021-03-02 00:00", "2021-03-01 23:59", -1)]
    [InlineData("2020-02-28 12:00", "2020-03-01 12:00", 2)]
    [InlineData("2021-02-28 12:00", "2021-03-01 12:00", 1)]
    [Trait("Rule", "T-1")]
    public void DaysBetween_WhenDatesDiffer_CountsDatesNotHours(string a, string b, int days) =>
        Assert.Equal(days, Make.Calendar.DaysBetween(Local(a), Local(b)));

    [Fact]
    [Trait("Rule", "T-1")]
    public void DaysBetween_WhenMidnightFallsBetweenInTheZoneOnly_CountsInTheZone()
    {
        // 15:59 and 16:00 UTC are one UTC date, and two dates in Shanghai.
        var before = new DateTimeOffset(2021, 3, 1, 15, 59, 0, TimeSpan.Zero);

        Assert.Equal(1, Make.Calendar.DaysBetween(before, before.AddMinutes(1)));
        Assert.Equal(0, Berlin.DaysBetween(before, before.AddMinutes(1)));
    }

    [Theory]
    [InlineData("2020-02-29 10:30", 1, "2021-02-28 10:30")]
    [InlineData("2020-02-29 10:30", 4, "2024-02-29 10:30")]
    [InlineData("2021-02-28 10:30", 3, "2024-02-28 10:30")]
    [InlineData("2021-04-25 10:30", 1, "2022-04-25 10:30")]
    public void AddYears_WhenLeapDay_LandsOn28February(string start, int years, string end) =>
        Assert.Equal(Local(end), Make.Calendar.AddYears(Local(start), years));

    [Fact]
    [Trait("Rule", "T-4")]
    public void Adding_WhenDone_AnswersUtc()
    {
        var start = new DateTimeOffset(2021, 3, 1, 10, 0, 0, TimeSpan.FromHours(8));

        Assert.Equal(TimeSpan.Zero, Make.Calendar.AddNaturalDays(start, 0).Offset);
        Assert.Equal(TimeSpan.Zero, Make.Calendar.AddYears(start, 1).Offset);
        Assert.Equal(TimeSpan.Zero, Make.Calendar.AddBusinessDays(start, 2).At.Offset);
    }

    [Theory] // Clocks in Berlin go from 02:00 to 03:00 on 2021-03-28, and from 03:00 back to 02:00 on 2021-10-31.
    [InlineData("2021-03-27T02:30:00+01:00", 1, "2021-03-28T03:30:00+02:00")]
    [InlineData("2021-03-27T01:59:00+01:00", 1, "2021-03-28T01:59:00+01:00")]
    [InlineData("2021-03-27T12:00:00+01:00", 1, "2021-03-28T12:00:00+02:00")]
    [InlineData("2021-10-30T02:30:00+02:00", 1, "2021-10-31T02:30:00+02:00")]
    [InlineData("2021-10-30T12:00:00+02:00", 1, "2021-10-31T12:00:00+01:00")]
    [InlineData("2021-11-01T02:30:00+01:00", -1, "2021-10-31T02:30:00+02:00")]
    public void AddNaturalDays_WhenClocksChange_KeepsTheLocalTime(string start, int days, string end) =>
        Assert.Equal(DateTimeOffset.Parse(end, null), Berlin.AddNaturalDays(DateTimeOffset.Parse(start, null), days));

    [Theory]
    [InlineData("2021-03-01 00:00", "2021-03-02 00:00")]
    [InlineData("2021-03-01 23:59", "2021-03-02 00:00")]
    [InlineData("2021-12-31 12:00", "2022-01-01 00:00")]
    [Trait("Rule", "T-1")]
    public void EndOfDay_AtAnyTime_IsTheMidnightInTheZone(string start, string end) =>
        Assert.Equal(Local(end), Make.Calendar.EndOfDay(Local(start)));

    [Fact]
    public void AddNaturalDays_WhenNoneAreAdded_StaysInTheSecondOfTwoEqualLocalTimes()
    {
        var second = DateTimeOffset.Parse("2021-10-31T02:30:00+01:00", null);

        Assert.Equal(second, Berlin.AddNaturalDays(second, 0));
    }

    [Fact]
    [Trait("Rule", "T-3")]
    public void AddBusinessDays_WhenWeekendAndHolidayLieBetween_SkipsAndNamesThem()
    {
        // 2021-04-30 is a Friday; Labour Day is 1 to 5 May; Saturday 8 May is a make-up working day.
        var result = Make.Calendar.AddBusinessDays(Local("2021-04-30 16:20"), 3);

        Assert.Equal(Local("2021-05-08 16:20"), result.At);
        Assert.Equal(3, result.BusinessDays);
        Assert.True(result.Complete);
        Assert.Equal(
            [1, 2, 3, 4, 5],
            result.Skipped.Select(day => day.Date.Day));
        Assert.All(result.Skipped, day => Assert.Equal("Labour Day 劳动节", day.Why));
    }

    [Theory]
    [InlineData("2021-03-05 09:00", 1, "2021-03-08 09:00")] // a Friday
    [InlineData("2021-03-06 09:00", 1, "2021-03-08 09:00")] // a Saturday: the first business day after it is day 1
    [InlineData("2021-03-07 09:00", 1, "2021-03-08 09:00")] // a Sunday
    [InlineData("2021-03-06 09:00", 0, "2021-03-06 09:00")]
    [InlineData("2021-10-03 23:59", 2, "2021-10-09 23:59")] // inside National Day; Friday 8 October, then make-up Saturday
    [InlineData("2020-01-23 10:00", 1, "2020-02-03 10:00")] // the prolonged Spring Festival of 2020
    [Trait("Rule", "T-3")]
    public void AddBusinessDays_WhenStartIsOffOrBeforeDaysOff_CountsFromTheNextBusinessDay(
        string start, int days, string end) =>
        Assert.Equal(Local(end), Make.Calendar.AddBusinessDays(Local(start), days).At);

    [Fact]
    [Trait("Rule", "T-3")]
    public void AddBusinessDays_WhenClocksChangeBetween_KeepsTheLocalTime() =>
        Assert.Equal(
            DateTimeOffset.Parse("2021-03-29T12:00:00+02:00", null),
            Berlin.AddBusinessDays(DateTimeOffset.Parse("2021-03-26T12:00:00+01:00", null), 1).At);

    [Fact]
    [Trait("Rule", "T-2")]
    public void AddBusinessDays_WhenItWalksPastTheYearsKnown_SaysSo()
    {
        var last = Make.Calendar.AddBusinessDays(Local("2026-12-30 10:00"), 1);
        var past = Make.Calendar.AddBusinessDays(Local("2026-12-30 10:00"), 2);

        Assert.True(last.Complete);
        Assert.Equal(Local("2026-12-31 10:00"), last.At);
        Assert.False(past.Complete);
        Assert.Equal(Local("2027-01-01 10:00"), past.At); // a Friday; nobody said yet that it is off
        Assert.False(Make.Calendar.Knows(new DateOnly(2027, 1, 1)));
        Assert.False(Make.Calendar.AddBusinessDays(Local("2019-12-20 10:00"), 1).Complete);
    }

    [Theory]
    [InlineData("2021-04-30 23:00", "2021-05-08 01:00", 3)]
    [InlineData("2021-05-01 10:00", "2021-05-05 10:00", 0)]
    [InlineData("2021-05-08 01:00", "2021-04-30 23:00", -3)]
    [InlineData("2021-03-01 10:00", "2021-03-01 23:00", 0)]
    public void BusinessDaysBetween_WhenDaysOffLieBetween_CountsTheOthers(string a, string b, int days) =>
        Assert.Equal(days, Make.Calendar.BusinessDaysBetween(Local(a), Local(b)));

    [Fact]
    public void BusinessDaysBetween_WhenDaysWereAdded_IsTheirNumber()
    {
        for (var day = 0; day < 400; day++)
        {
            var start = Local("2020-12-20 10:00").AddDays(day);
            for (var n = 0; n <= 20; n++)
            {
                Assert.Equal(n, Make.Calendar.BusinessDaysBetween(start, Make.Calendar.AddBusinessDays(start, n).At));
            }
        }
    }

    [Fact]
    public void Adding_WhenOutOfRange_IsRefusedNotOverflowed()
    {
        Assert.Equal("date-out-of-range", Code(() => Make.Calendar.AddBusinessDays(PaidAt, -1)));
        Assert.Equal("date-out-of-range", Code(() => Make.Calendar.AddBusinessDays(PaidAt, int.MaxValue)));
        Assert.Equal("date-out-of-range", Code(() => Make.Calendar.AddNaturalDays(PaidAt, int.MinValue)));
        Assert.Equal("date-out-of-range", Code(() => Make.Calendar.AddYears(PaidAt, 5000)));
        Assert.Equal("date-out-of-range", Code(() => Make.Calendar.AddYears(DateTimeOffset.MaxValue, 1)));
        Assert.Equal(
            "date-out-of-range", Code(() => Make.Calendar.BusinessDaysBetween(PaidAt, DateTimeOffset.MaxValue)));

        static string Code(Action action) => Assert.Throws<DomainException>(action).Code;
    }

    [Fact]
    [Trait("Rule", "RN-3")]
    public void AddYears_WithDays_IsMovedByNoClockChangeOnTheWay()
    {
        var start = new DateTimeOffset(2022, 3, 26, 2, 30, 0, TimeSpan.FromHours(1));

        // 02:30 is skipped on 26 March 2023; a day later it is there again.
        Assert.Equal(new DateTimeOffset(2023, 3, 26, 3, 30, 0, TimeSpan.FromHours(2)), Berlin.AddYears(start, 1));
        Assert.Equal(new DateTimeOffset(2023, 3, 27, 2, 30, 0, TimeSpan.FromHours(2)), Berlin.AddYears(start, 1, 1));
        Assert.Equal(start, Berlin.AddYears(start, 0));
    }
}
