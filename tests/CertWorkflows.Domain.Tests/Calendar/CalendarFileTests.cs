using CertWorkflows.Domain.Calendar;

namespace CertWorkflows.Domain.Tests.Calendar;

[Trait("Rule", "T-2")]
public sealed class CalendarFileTests
{
    [Fact]
    public void Load_WhenWeekendIsFridayAndSaturday_FollowsTheFile()
    {
        var calendar = BusinessCalendar.Load(
            """
            // an operator's own
            { "name": "Elsewhere", "weekend": ["friday", "saturday"], "years": [ { "number": 2021, "holidays": [
              { "name": "Founding Day", "from": "2021-03-07", "workDays": ["2021-03-05"] } ] } ] }
            """,
            Make.Shanghai);

        Assert.Equal("Elsewhere", calendar.Name);
        Assert.True(calendar.IsBusinessDay(new DateOnly(2021, 3, 5)));
        Assert.False(calendar.IsBusinessDay(new DateOnly(2021, 3, 6)));
        Assert.False(calendar.IsBusinessDay(new DateOnly(2021, 3, 7)));
        Assert.Equal("Founding Day", calendar.AddBusinessDays(Make.Local("2021-03-06 09:00"), 1).Skipped.Single().Why);
    }

    [Fact]
    public void Load_WhenMuchIsWrong_ListsEveryProblem()
    {
        const string json =
            """
            { "weekend": ["saturday", "sunday"], "years": [
              { "number": 2021, "holidays": [
                { "name": "A", "from": "2021-13-01", "to": "soon" },
                { "name": "B", "from": "2021-05-05", "to": "2021-05-01" },
                { "name": "C", "from": "2021-05-08", "to": "2021-05-09", "workDays": ["2021-05-08", "2021-05-10", "2022-05-10"] },
                { "name": "D", "from": "2021-05-09", "to": "2021-07-09" },
                { "from": "2021-08-01" } ] },
              { "number": 2021 } ] }
            """;

        var error = Assert.Throws<DomainException>(() => BusinessCalendar.Load(json, Make.Shanghai));

        Assert.Equal("invalid-calendar", error.Code);
        Assert.All(
            new[]
            {
                "name is missing", "from '2021-13-01' is not a date", "B: to lies before from", "2021-05-08 is both a holiday and a working day",
                "2021-05-10 is a make-up working day but not on a weekend", "workDays 2022-05-10 is not in the year", "D: longer than 31 days",
                "2021-05-09 is a holiday already", "a holiday has no name", "year 2021 occurs twice", "holidays is missing",
            },
            problem => Assert.Contains(problem, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{ "name": "x", "years": [ { "number": "2021", "holidays": [] } ] }""")]
    [InlineData("""{ "name": "x", "years": [ { "number": 2021, "holidays": [], "extra": 1 } ] }""")]
    [InlineData("""{ "name": "x", "weekend": ["caturday"], "years": [ { "number": 2021, "holidays": [] } ] }""")]
    [InlineData("""{ "name": "x", "years": [] }""")]
    [InlineData("""{ "name": "x", "years": [ null ] }""")]
    [InlineData("""{ "name": "x", "years": [ { "number": 2021, "holidays": [ null ] } ] }""")]
    [InlineData("""{ "name": "x", "name": "y", "years": [ { "number": 2021, "holidays": [] } ] }""")]
    [InlineData("""{ "name": "x", "weekend": ["monday","tuesday","wednesday","thursday","friday","saturday","sunday"], "years": [ { "number": 2021, "holidays": [] } ] }""")]
    public void Load_WhenNotACalendar_IsRefused(string json) =>
        Assert.Equal(
            "invalid-calendar",
            Assert.Throws<DomainException>(() => BusinessCalendar.Load(json, Make.Shanghai)).Code);
}
