using System.Net;
using Bunit;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Board;

namespace CertWorkflows.Reviewer.Tests.Board;

public class BoardPageTests
{
    private const string Load = """{"total":1234,"unassigned":3,"overdue":2,"dueToday":4,"escalated":1}""";

    private const string Tasks = $$"""
        {"at":"2021-04-25T10:00:00Z","from":"2021-03-27","to":"2021-04-25","open":{{Load}},"completed":7,
         "ages":[{"fromBusinessDays":0,"toBusinessDays":1,"count":5},{"fromBusinessDays":15,"toBusinessDays":null,"count":0}],
         "groups":[{"group":"refunds","open":{{Load}}}],
         "people":[{"person":{"username":"li.wei","displayName":"Li Wei"},"open":{{Load}},"completed":7}]}
        """;

    private const string Refunds = """
        {"from":"2021-04-01","to":"2021-04-03","reasons":[{"reason":"slow-review","count":3},{"reason":"other","count":1}],
         "decisions":{"total":20,"approved":15,"rejected":5,"withinFiveDays":10,"withinFifteenDays":19,"averageBusinessDays":4.5},"automatic":6,
         "refunded":{"amount":"1438.12","currency":"CNY"},
         "days":[{"date":"2021-04-01","count":1,"amount":{"amount":"480.00","currency":"CNY"}},{"date":"2021-04-03","count":2,"amount":{"amount":"958.12","currency":"CNY"}}],
         "underReview":9,"overdue":1}
        """;

    private const string People = """
        {"items":[{"username":"li.wei","displayName":"Li Wei","roles":["reviewer"],"groups":["refunds"],"disabled":false},
          {"username":"caller","displayName":"Cai","roles":["caller"],"groups":[],"disabled":true}],"nextCursor":null}
        """;

    [Fact]
    public async Task Work_LeadsFromEachNumberToItsTasks()
    {
        await using var context = new ReviewerContext();
        context.Api.On("GET /task-statistics", Tasks);

        var page = context.Render<BoardPage>();

        page.WaitForAssertion(() => Assert.Contains("1,234", page.Test("board-open").TextContent, StringComparison.Ordinal));
        Assert.Equal("board?view=tasks&overdue=true", page.Test("board-overdue").QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("board?view=tasks&assignee=none", page.Test("board-unassigned").QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal(
            ["board?view=tasks&group=refunds", "board?view=tasks&group=refunds&due=today", "board?view=tasks&group=refunds&overdue=true", "board?view=tasks&group=refunds&assignee=none"],
            page.FindAll("[data-testid=board-groups] a").Select(link => link.GetAttribute("href")));
        Assert.Contains("15 or more", page.Test("board-ages").TextContent, StringComparison.Ordinal);
        Assert.Equal("board?from=2021-04-19", page.Test("period-7").GetAttribute("href"));
    }

    [Fact]
    public async Task Refunds_AreAskedForThePeriodOfTheAddress_AndShownWithATableBesideTheChart()
    {
        await using var context = new ReviewerContext();
        context.Api.On("GET /refund-statistics", Refunds);
        context.Navigation.NavigateTo("board?view=refunds&from=2021-04-01&to=nonsense");

        var page = context.Render<BoardPage>();

        page.WaitForAssertion(() => Assert.Contains("50", page.Test("board-within-5").TextContent, StringComparison.Ordinal));
        Assert.Contains("GET /refund-statistics?from=2021-04-01", context.Api.Calls);
        Assert.Contains("19 of 20", page.Test("board-within-15").TextContent, StringComparison.Ordinal);
        Assert.Contains("75", page.Test("board-approved").TextContent, StringComparison.Ordinal);
        Assert.Equal("1,438.12 CNY", page.Test("board-money").TextContent);
        Assert.Equal(["2021-04-01480.00 CNY", "2021-04-03958.12 CNY"], page.FindAll("[data-testid=board-money-chart] tbody tr").Select(row => row.TextContent));
        Assert.Equal(["19.54", "0", "39"], page.FindAll("[data-testid=board-money-chart] rect").Select(column => column.GetAttribute("height")));
        Assert.Contains("Review is slow or failed", page.Test("board-reasons").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_ThatAreChosen_AreHandedOverOnceConfirmed_AndEachRefusalIsTold()
    {
        await using var context = new ReviewerContext();
        context.Api.On("GET /people", People).On("GET /tasks", Recorded.Page(Recorded.Summary("t1"), Recorded.Summary("t2")));
        context.Api.On("POST /tasks/assign", """
            {"results":[{"id":"t1","assigned":true,"problem":null},
              {"id":"t2","assigned":false,"problem":{"status":409,"code":"already-completed","winner":{"username":"a","displayName":"Ana"}}}]}
            """);
        context.Navigation.NavigateTo("board?view=tasks&group=refunds");
        var page = context.Render<BoardPage>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=tasks-row]").Count));
        Assert.Contains(context.Api.Calls, call => call.Contains("everyone=true", StringComparison.Ordinal) && call.Contains("group=refunds", StringComparison.Ordinal));
        Assert.DoesNotContain("Cai", page.Test("assign-to").TextContent, StringComparison.Ordinal);
        Assert.True(page.Test("assign").HasAttribute("disabled"));

        page.Test("choose-all").Change(true);
        page.Test("assign-to").Change("li.wei");
        await page.Test("assign").ClickAsync();
        Assert.Contains("Hand what is chosen (2) to Li Wei?", page.Test("assign-confirmation").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(context.Api.Calls, call => call.StartsWith("POST /tasks/assign", StringComparison.Ordinal));
        await page.Test("assign-confirm").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("1 of 2", page.Test("assign-results").TextContent, StringComparison.Ordinal));
        Assert.Contains("""POST /tasks/assign {"ids":["t1","t2"],"to":"li.wei"}""", context.Api.Calls);
        Assert.Contains("Ana has decided this task already.", page.Test("assign-results-refused").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "What a role may do", "Reviewer")]
    [InlineData("zh-Hans", "各角色的权限", "审核员")]
    public async Task People_AreShownWithWhatTheyMayDo(string culture, string heading, string role)
    {
        await using var context = new ReviewerContext(culture);
        context.Api.On("GET /people", People);
        context.Navigation.NavigateTo("board?view=people");

        var page = context.Render<BoardPage>();

        page.WaitForAssertion(() => Assert.True(page.Has("board-rights")));
        Assert.Contains(heading, page.Markup, StringComparison.Ordinal);
        Assert.Contains(role, page.Test("board-rights").TextContent, StringComparison.Ordinal);
        Assert.Equal(2, page.FindAll("tr[data-person='li.wei'] td.cw-yes").Count);
        Assert.Single(page.FindAll("tr[data-person=caller] td.cw-yes"));
    }

    [Fact]
    public async Task Board_OfWhoIsNoSupervisor_SaysSoAndShowsNothing()
    {
        await using var context = new ReviewerContext();
        context.Api.Refuse("GET /task-statistics", new ProblemDto { Status = (int)HttpStatusCode.Forbidden, Code = "forbidden" });

        var page = context.Render<BoardPage>();

        page.WaitForAssertion(() => Assert.Contains("You may not do this.", page.Test("board-error").TextContent, StringComparison.Ordinal));
        Assert.False(page.Has("board-open"));
    }
}
