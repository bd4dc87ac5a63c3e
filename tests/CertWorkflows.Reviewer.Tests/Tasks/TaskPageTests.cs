using Bunit;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Tasks;

namespace CertWorkflows.Reviewer.Tests.Tasks;

public class TaskPageTests
{
    [Fact]
    public async Task Task_WhenOpen_ShowsFactsWithTheRulesBesideThem()
    {
        await using var context = CreateContext(Recorded.Task("t1"));

        var page = Render(context);

        Assert.Equal("Refund of certificate c1", page.Test("task-title").TextContent);
        Assert.Contains("RF-8", page.Test("task-rule").TextContent, StringComparison.Ordinal);
        Assert.Equal(
            [
                "Refund|958.12 CNY|RF-20 What goes back is the cash actually paid; the voucher part is not returned.",
                "Paid at|2021-04-15 18:00|RF-8 Not issued, more than 5 natural days since payment, application not submitted or failed: full refund after manual review.",
                "Made up|text|", "Bundled in a package|no|",
                "Issued at|—|RF-10 Issued, and revoked at most 30 natural days after issue: full refund after manual review.",
            ],
            page.FindAll("[data-testid=task-facts] tr").Select(
                row => string.Join('|', row.Children.Select(cell => cell.TextContent.Trim()))));
        Assert.Equal("refunds/r1", page.Test("task-case").GetAttribute("href"));
    }

    [Fact]
    public async Task Outcomes_WhenShown_HighlightTheFirst()
    {
        await using var context = CreateContext(Recorded.Task("t1"));

        var page = Render(context);

        Assert.Contains("mud-button-filled", page.Test("outcome-approve").ClassName!, StringComparison.Ordinal);
        Assert.Equal("Approve", page.Test("outcome-approve").TextContent.Trim());
        Assert.Contains("mud-button-outlined", page.Test("outcome-askAgain").ClassName!, StringComparison.Ordinal);
        Assert.Equal("Ask again", page.Test("outcome-askAgain").TextContent.Trim());
    }

    [Fact]
    public async Task Claim_WhenNobodyHoldsIt_TakesItAndOffersToRelease()
    {
        await using var context = CreateContext(Recorded.Task("t1"));
        context.Api.On("POST /tasks/t1/claim", Recorded.Task("t1", holder: "reviewer"));
        context.Api.On("POST /tasks/t1/release", Recorded.Task("t1"));
        var page = Render(context);

        await page.Test("task-claim").ClickAsync();
        page.WaitForAssertion(() => Assert.True(page.Has("task-release")));
        await page.Test("task-release").ClickAsync();
        page.WaitForAssertion(() => Assert.True(page.Has("task-claim")));
    }

    [Fact]
    public async Task Claim_WhenSomebodyWasFaster_NamesTheHolder()
    {
        await using var context = CreateContext(Recorded.Task("t1"));
        context.Api.Refuse("POST /tasks/t1/claim", new ProblemDto { Status = 409, Code = "already-claimed", Holder = Person("Wang Fang") });
        var page = Render(context);
        context.Api.On("GET /tasks/t1", Recorded.Task("t1", holder: "wang"));

        await page.Test("task-claim").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("Wang Fang holds this task", page.Test("task-error").TextContent, StringComparison.Ordinal));
        Assert.Contains("WANG", page.Test("task-assignee").TextContent, StringComparison.Ordinal);
        Assert.True(page.Test("outcome-approve").HasAttribute("disabled"));
        Assert.False(page.Has("task-release"));
    }

    [Fact]
    public async Task Decision_WhenConfirmed_IsSentOnceAndItsResultShown()
    {
        await using var context = CreateContext(Recorded.Task("t1"));
        context.Api.On("POST /tasks/t1/complete", Recorded.Completed("t1", "Li Wei"));
        context.Api.On("GET /tasks", Recorded.Page(Recorded.Summary("t1"), Recorded.Summary("t2")));
        var page = Render(context);

        await page.Test("outcome-approve").ClickAsync();
        Assert.DoesNotContain(context.Api.Calls, call => call.Contains("complete", StringComparison.Ordinal));
        await page.Test("outcome-confirm").ClickAsync();

        page.WaitForAssertion(() => Assert.Equal("approve", page.Test("task-result").GetAttribute("data-outcome")));
        Assert.Contains("Li Wei", page.Test("task-result").TextContent, StringComparison.Ordinal);
        Assert.Equal("tasks/t2", page.Test("result-next").GetAttribute("href"));
        Assert.Equal("refunds/r1", page.Test("result-case").GetAttribute("href"));
        Assert.Single(context.Api.Calls, """POST /tasks/t1/complete {"outcome":"approve","data":null,"comment":null}""");
    }

    [Fact]
    public async Task Decision_WhenTakenBackBeforeConfirming_SendsNothing()
    {
        await using var context = CreateContext(Recorded.Task("t1"));
        var page = Render(context);

        await page.Test("outcome-approve").ClickAsync();
        await page.Test("outcome-back").ClickAsync();

        Assert.True(page.Has("outcome-approve"));
        Assert.DoesNotContain(context.Api.Calls, call => call.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Decision_WhenSomebodyWasFaster_NamesTheWinnerAndShowsTheResult()
    {
        await using var context = CreateContext(Recorded.Task("t1"));
        context.Api.Refuse("POST /tasks/t1/complete", new ProblemDto { Status = 409, Code = "already-completed", Winner = Person("Wang Fang") });
        context.Api.On("GET /tasks", Recorded.Page());
        var page = Render(context);
        context.Api.On("GET /tasks/t1", Recorded.Completed("t1", "Wang Fang"));

        await DecideAsync(page);

        page.WaitForAssertion(() => Assert.Equal("already-completed", page.Test("task-error").GetAttribute("data-code")));
        Assert.Contains("Wang Fang has decided this task already.", page.Test("task-error").TextContent, StringComparison.Ordinal);
        Assert.True(page.Has("task-result"));
        Assert.False(page.Has("outcome-approve"));
    }

    [Fact]
    public async Task Decision_WhenSeparationOfDutiesForbidsIt_SaysWhy()
    {
        await using var context = CreateContext(Recorded.Task("t1"));
        context.Api.Refuse("POST /tasks/t1/complete", new ProblemDto { Status = 403, Code = "separation-of-duties" });
        var page = Render(context);

        await DecideAsync(page);

        page.WaitForAssertion(() => Assert.Contains("Somebody else has to decide this", page.Test("task-error").TextContent, StringComparison.Ordinal));
        Assert.True(page.Has("outcome-approve"));
    }

    [Fact]
    public async Task Decision_WhenTheServerRefusesFields_ShowsErrorsBesideThemAndKeepsWhatWasTyped()
    {
        const string OneField = """{"type":"object","required":["reason"],"properties":{"reason":{"type":"string"}}}""";
        await using var context = CreateContext(Recorded.Task("t1", form: OneField));
        context.Api.Refuse("POST /tasks/t1/complete", new ProblemDto
        {
            Status = 400,
            Code = "invalid-form",
            Errors = new Dictionary<string, IReadOnlyList<string>> { ["data.reason"] = ["too vague"], ["comment"] = ["too long"] },
        });
        var page = Render(context);
        await page.Test("field-reason").ChangeAsync("because");

        await DecideAsync(page);

        page.WaitForAssertion(() => Assert.Equal("too vague", page.Test("field-reason-error").TextContent));
        Assert.Equal("because", page.Test("field-reason").GetAttribute("value"));
        Assert.Equal("true", page.Test("field-reason").GetAttribute("aria-invalid"));
        Assert.Contains("comment: too long", page.Test("task-error").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("too vague", page.Test("task-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comment_WhenSubmitted_AppearsAndTheFieldIsEmptied()
    {
        await using var context = CreateContext(Recorded.Task("t1"));
        const string Comment = """{"id":"m1","at":"2021-04-26T10:00:00Z","by":{"username":"reviewer","displayName":"Li Wei"},"text":"looking","mentions":[]}""";
        context.Api.On("POST /tasks/t1/comments", Comment);
        var page = Render(context);
        context.Api.On("GET /tasks/t1", Recorded.Task("t1").Replace("\"comments\":[]", $"\"comments\":[{Comment}]", StringComparison.Ordinal));

        await page.Test("comment-text").InputAsync(" looking ");
        await page.Test("comment-submit").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("looking", page.Test("task-comments").TextContent, StringComparison.Ordinal));
        Assert.Contains("""POST /tasks/t1/comments {"text":"looking"}""", context.Api.Calls);
        page.WaitForAssertion(() => Assert.Equal("", page.Test("comment-text").GetAttribute("value")));
    }

    [Fact]
    public async Task Task_WhenItDoesNotExist_SaysSo()
    {
        await using var context = new ReviewerContext();

        var page = context.Render<TaskPage>(parameters => parameters.Add(page => page.Id, "t9"));

        page.WaitForAssertion(() => Assert.Contains("does not exist", page.Test("task-error").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Task_WhenTheServerCannotBeReached_SaysSo()
    {
        await using var context = new ReviewerContext();
        context.Api.On("GET /tasks/t1", _ => throw new HttpRequestException("refused"));

        var page = context.Render<TaskPage>(parameters => parameters.Add(page => page.Id, "t1"));

        page.WaitForAssertion(() => Assert.Contains("cannot be reached", page.Test("task-error").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Task_InChinese_UsesTheDomainsWords()
    {
        await using var context = CreateContext(Recorded.Task("t1"), "zh-Hans");

        var page = Render(context);

        Assert.Equal("批准", page.Test("outcome-approve").TextContent.Trim());
        Assert.Contains("人工审核后全额退款", page.Test("task-rule").TextContent, StringComparison.Ordinal);
        Assert.Contains("付款时间", page.Test("task-facts").TextContent, StringComparison.Ordinal);
    }

    private static ReviewerContext CreateContext(string task, string culture = "en")
    {
        var context = new ReviewerContext(culture);
        context.Api.On("GET /tasks/t1", task);
        return context;
    }

    private static IRenderedComponent<TaskPage> Render(ReviewerContext context)
    {
        var page = context.Render<TaskPage>(parameters => parameters.Add(page => page.Id, "t1"));
        page.WaitForAssertion(() => Assert.True(page.Has("task-title")));
        return page;
    }

    private static async Task DecideAsync(IRenderedComponent<TaskPage> page)
    {
        await page.Test("outcome-approve").ClickAsync();
        await page.Test("outcome-confirm").ClickAsync();
    }

    private static PersonDto Person(string name) => new() { Username = "wang", DisplayName = name };
}
