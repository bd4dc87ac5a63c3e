using Bunit;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Operation;

namespace CertWorkflows.Reviewer.Tests.Operation;

public class InstancePageTests
{
    [Fact]
    public async Task Instance_WithAnIncident_IsSkippedWithAnOutcomeAndAReason()
    {
        await using var context = new ReviewerContext();
        var page = Render(context);
        page.WaitForAssertion(() => Assert.Contains("No money left.", page.Test("instance-incidents").TextContent, StringComparison.Ordinal));
        Assert.Equal("refunds/r1", page.Test("instance-case").GetAttribute("href"));
        Assert.StartsWith("data:image/svg+xml;base64,", page.Test("instance-diagram").GetAttribute("src"), StringComparison.Ordinal);
        Assert.Contains("12.5", page.Test("instance-variables").TextContent, StringComparison.Ordinal);
        Assert.Contains("Account closed.", page.Test("instance-effects").TextContent, StringComparison.Ordinal);
        Assert.Contains("2021-05-01 18:00", page.Test("instance-deadlines").TextContent, StringComparison.Ordinal);
        Assert.Equal("tasks/t1", page.Test("instance-tasks").QuerySelector("a")!.GetAttribute("href"));

        await page.Test("skip-pay").ClickAsync();
        Assert.True(page.Test("skip-pay-confirm").HasAttribute("disabled"));
        await page.Test("skip-pay-outcome").ChangeAsync("Failed");
        await page.Test("skip-pay-reason").InputAsync("the customer was told");
        context.Api.On("POST /instances/i1/skip", OperationRecorded.Instance("i1", "suspended")).On("GET /instances/i1", OperationRecorded.Instance("i1", "suspended"));
        await page.Test("skip-pay-form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("pay was skipped with the outcome Failed", page.Test("instance-done").TextContent, StringComparison.Ordinal));
        Assert.Contains(
            """POST /instances/i1/skip {"activityId":"pay","activityInstanceId":"x1","outcome":"Failed","reason":"the customer was told"}""", context.Api.Calls);
        Assert.False(page.Has("instance-incidents"));
        Assert.Equal("Suspended", page.Test("instance-state").GetAttribute("data-state"));
    }

    [Fact]
    public async Task Action_ThatIsRefused_SaysWhyAndKeepsWhatWasWritten()
    {
        await using var context = new ReviewerContext();
        var page = Render(context, "suspended");
        page.WaitForAssertion(() => Assert.True(page.Has("instance-cancel")));
        context.Api.Refuse("POST /instances/i1/cancel", new ProblemDto { Status = 412, Code = "stale" });
        await page.Test("instance-cancel").ClickAsync();
        await page.Test("instance-cancel-reason").InputAsync("asked by phone");
        await page.Test("instance-cancel-form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Equal("stale", page.Test("instance-error").GetAttribute("data-code")));
        Assert.Equal("asked by phone", page.Test("instance-cancel-reason").GetAttribute("value"));
        Assert.Equal("", page.Test("instance-done").TextContent.Trim());
    }

    [Fact]
    public async Task Variable_ThatIsNoJson_IsNotSent()
    {
        await using var context = new ReviewerContext();
        var page = Render(context, "suspended");
        page.WaitForAssertion(() => Assert.True(page.Has("set-variable")));
        await page.Test("set-variable").ClickAsync();
        Assert.Equal("12.5", page.Test("set-variable-value").GetAttribute("value"));
        await page.Test("set-variable-value").InputAsync("twelve");
        await page.Test("set-variable-reason").InputAsync("why");
        await page.Test("set-variable-form").SubmitAsync();
        Assert.Equal("true", page.Test("set-variable-value").GetAttribute("aria-invalid"));

        context.Api.On("POST /instances/i1/set-variable", OperationRecorded.Instance("i1", "suspended"));
        await page.Test("set-variable-value").InputAsync("13");
        await page.Test("set-variable-form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("Amount was set.", page.Test("instance-done").TextContent, StringComparison.Ordinal));
        Assert.Contains(
            """POST /instances/i1/set-variable {"variable":"v1","activityInstanceId":"w1","value":13,"reason":"why"}""", context.Api.Calls);
    }

    [Fact]
    public async Task Migration_IsPreviewedFirst_AndNotOfferedWhenImpossible()
    {
        await using var context = new ReviewerContext();
        context.Api.On("GET /instances/i1/migration", """
            {"fromVersion":2,"toVersion":3,"possible":false,"steps":[],"problems":[{"nodeId":"review","message":"It is gone."}]}
            """);
        var page = Render(context, "suspended");
        page.WaitForAssertion(() => Assert.True(page.Has("instance-migrate")));
        await page.Test("instance-migrate").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal("no", page.Test("migrate-preview").GetAttribute("data-possible")));
        Assert.Contains("GET /instances/i1/migration?version=3", context.Api.Calls);
        Assert.Contains("It is gone.", page.Test("migrate-preview").TextContent, StringComparison.Ordinal);
        Assert.True(page.Test("instance-migrate-confirm").HasAttribute("disabled"));
        Assert.DoesNotContain(context.Api.Calls, call => call.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Instance_SeenByAReviewer_ShowsNoActionsAndAsksForNothingForbidden()
    {
        await using var context = new ReviewerContext();
        var page = Render(context, me: Recorded.Me, incidents: [OperationRecorded.Incident]);
        page.WaitForAssertion(() => Assert.True(page.Has("instance-incidents")));
        Assert.False(page.Has("instance-cancel") || page.Has("retry-pay") || page.Has("set-variable"));
        Assert.DoesNotContain(context.Api.Calls, call => call.Contains("variables", StringComparison.Ordinal) || call.Contains("/effects", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Journal_OfOneActivity_OldestFirst_AsksForIt()
    {
        await using var context = new ReviewerContext("zh-Hans");
        var page = Render(context);
        page.WaitForAssertion(() => Assert.True(page.Has("journal-entry")));
        Assert.Contains("日志", page.Markup, StringComparison.Ordinal);
        await page.Test("journal-order").ChangeAsync("Oldest");
        await page.Test("journal-activity").ChangeAsync(" pay ");
        page.WaitForAssertion(() => Assert.Contains("GET /instances/i1/journal?limit=30&activityId=pay&order=oldest", context.Api.Calls));
    }

    private static IRenderedComponent<InstancePage> Render(
        ReviewerContext context, string subStatus = "faulted", string me = OperationRecorded.Operator, params string[] incidents)
    {
        context.Api.WithInstance("i1", OperationRecorded.Instance("i1", subStatus, incidents is [] && subStatus == "faulted" ? [OperationRecorded.Incident] : incidents))
            .On("GET /me", me);
        return context.Render<InstancePage>(parameters => parameters.Add(p => p.Id, "i1"));
    }
}
