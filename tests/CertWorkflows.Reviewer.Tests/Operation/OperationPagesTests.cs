using Bunit;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Operation;

namespace CertWorkflows.Reviewer.Tests.Operation;

public class OperationPagesTests
{
    [Fact]
    public async Task Instances_WithAnAddress_AskForWhatItSays()
    {
        await using var context = new ReviewerContext();
        context.Api.ForOperator().On("GET /instances", Recorded.Page(OperationRecorded.Summary("i1")));
        context.Navigation.NavigateTo("instances?view=repairable&definition=refund-review&version=2&state=Faulted&key=k%201&parent=p1");
        var page = context.Render<InstancesPage>();

        page.WaitForAssertion(() => Assert.Equal("instances/i1", page.Test("instance-row").QuerySelector("a")!.GetAttribute("href")));
        Assert.Contains(
            "GET /instances?limit=50&definitionId=refund-review&version=2&subStatus=faulted&businessKey=k%201&parentId=p1&repairable=true", context.Api.Calls);
        Assert.Contains("pay: No money left.", page.Test("instance-incident").TextContent, StringComparison.Ordinal);
        Assert.Contains("4", page.Test("instances-view-running").TextContent, StringComparison.Ordinal);
        await page.Test("instances-definition").ChangeAsync("");
        Assert.EndsWith("/instances?view=repairable&state=Faulted&key=k%201&parent=p1", context.Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Incidents_RetriedTogether_HaveAResultEach()
    {
        await using var context = new ReviewerContext();
        context.Api.ForOperator().On("GET /instances", Recorded.Page(OperationRecorded.Summary("i1"), OperationRecorded.Summary("i2"), OperationRecorded.Summary("i3")));
        var page = context.Render<IncidentsPage>();
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("[data-testid=instance-row]").Count));
        Assert.False(page.Has("incidents-retry"));
        await page.Test("incidents-all").ClickAsync();
        context.Api.On("POST /instances/retry", """
            {"results":[{"id":"i1","changed":true},{"id":"i2","changed":false,"problem":{"status":409,"code":"nothing-to-retry"}}],"more":false}
            """);
        await page.Test("incidents-retry").ClickAsync();
        await page.Test("incidents-retry-confirm").ClickAsync();

        page.WaitForAssertion(() => Assert.Equal(
            ["yes", "no", "no"], page.FindAll("[data-testid=bulk-result]").Select(result => result.GetAttribute("data-changed"))));
        Assert.Contains("1 went well, 2 did not", page.Test("incidents-results").TextContent, StringComparison.Ordinal);
        AssertCalled(context, "POST /instances/retry", """ "ids":["i1","i2","i3"] """, """ "dryRun":false """);
    }

    [Fact]
    public async Task Incidents_SkippedTogether_TakeAnOutcomeThatAllHave()
    {
        await using var context = new ReviewerContext();
        context.Api.ForOperator()
            .On("GET /instances", Recorded.Page(OperationRecorded.Summary("i1"), OperationRecorded.Summary("i2")))
            .On("GET /instances/i1", OperationRecorded.Instance("i1", "faulted", OperationRecorded.Incident))
            .On("GET /instances/i2", OperationRecorded.Instance("i2", "faulted", OperationRecorded.Incident.Replace("\"Paid\"", "\"Other\"", StringComparison.Ordinal)))
            .On("POST /instances/i1/skip", OperationRecorded.Instance("i1", "suspended"))
            .Refuse("POST /instances/i2/skip", new ProblemDto { Status = 409, Code = "nothing-to-skip" });
        var page = context.Render<IncidentsPage>();
        page.WaitForAssertion(() => Assert.True(page.Has("incidents-all")));
        await page.Test("incidents-all").ClickAsync();
        await page.Test("incidents-skip").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal(
            ["Failed"], page.Test("incidents-skip-outcome").QuerySelectorAll("option").Select(option => option.TextContent)));
        await page.Test("incidents-skip-reason").InputAsync("known");
        await page.Test("incidents-skip-form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Equal(
            ["yes", "no"], page.FindAll("[data-testid=bulk-result]").Select(result => result.GetAttribute("data-changed"))));
        Assert.Contains(context.Api.Calls, call => call.StartsWith("POST /instances/i1/skip", StringComparison.Ordinal) && call.Contains("\"Failed\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Effect_ThatIsParked_IsGivenUpWithAReason()
    {
        await using var context = new ReviewerContext();
        context.Api.ForOperator().On("GET /effects", Recorded.Page(OperationRecorded.Effect("e1")));
        var page = context.Render<EffectsPage>();
        page.WaitForAssertion(() => Assert.True(page.Has("effect-give-up")));
        Assert.Contains("GET /effects?state=parked", context.Api.Calls);
        await page.Test("effect-give-up").ClickAsync();
        await page.Test("effect-give-up-reason").InputAsync("paid by hand");
        context.Api.On("POST /effects/e1/give-up", OperationRecorded.Effect("e1", "cancelled")).On("GET /effects", Recorded.Page());
        await page.Test("effect-give-up-form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("given up", page.Test("effects-done").TextContent, StringComparison.Ordinal));
        Assert.Contains("""POST /effects/e1/give-up {"reason":"paid by hand"}""", context.Api.Calls);
        Assert.Equal("Nothing is parked.", page.Test("effects-empty").TextContent);
    }

    [Fact]
    public async Task Deadline_ThatWasGivenUp_IsFiredAgain()
    {
        await using var context = new ReviewerContext();
        context.Api.ForOperator().On("GET /deadlines", Recorded.Page(OperationRecorded.Deadline("d1", parked: true))).On("POST /deadlines/d1/retry", "");
        context.Navigation.NavigateTo("deadlines?view=failing");
        var page = context.Render<DeadlinesPage>();
        page.WaitForAssertion(() => Assert.True(page.Has("deadline-retry")));
        Assert.Contains("GET /deadlines?failing=true", context.Api.Calls);
        await page.Test("deadline-retry").ClickAsync();
        await page.Test("deadline-retry-confirm").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("POST /deadlines/d1/retry", context.Api.Calls));
    }

    [Fact]
    public async Task Migration_OfAVersionsInstances_MovesExactlyThoseThatThePreviewFoundPossible()
    {
        await using var context = new ReviewerContext();
        context.Api.WithInstance("i1", OperationRecorded.Instance("i1", "suspended"))
            .On("GET /workflows/refund-review", """{"definitionId":"refund-review","name":"Refund review","latestVersion":3,"publishedVersion":3,"inputs":[]}""")
            .On("GET /workflows/refund-review/versions", Recorded.Page(OperationRecorded.Version(3, published: true, latest: true), OperationRecorded.Version(2)))
            .On("POST /instances/migrate", """
                {"results":[{"id":"i1","changed":false},{"id":"i2","changed":false,"problem":{"status":409,"code":"cannot-migrate","errors":{"review":["It is gone."]}}}],"more":false}
                """);
        var page = context.Render<DefinitionPage>(parameters => parameters.Add(p => p.Id, "refund-review"));
        page.WaitForAssertion(() => Assert.True(page.Has("migration")));
        Assert.Equal(["0", "4"], page.FindAll("[data-testid=version-running]").Select(count => count.TextContent));
        await page.Test("migration").QuerySelector("form")!.SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("It is gone.", page.Test("migration-results").TextContent, StringComparison.Ordinal));
        AssertCalled(context, "POST /instances/migrate", """ "definitionVersion":2 """, """ "version":3 """, """ "dryRun":true """);
        await page.Test("migration-go").ClickAsync();
        context.Api.On("POST /instances/migrate", """{"results":[{"id":"i1","changed":true}],"more":false}""");
        await page.Test("migration-go-confirm").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal("yes", page.Test("bulk-result").GetAttribute("data-changed")));
        AssertCalled(context, "POST /instances/migrate", """ "ids":["i1"] """, """ "definitionVersion":2 """, """ "version":3 """, """ "dryRun":false """);
    }

    [Fact]
    public async Task Clock_IsMovedByAFewHours_AndSaysWhatFellDue()
    {
        await using var context = new ReviewerContext();
        context.Api.ForOperator()
            .On("GET /clock", """{"now":"2021-05-01T09:00:00Z","timeZone":"Asia/Shanghai"}""")
            .On("GET /deadlines", Recorded.Page(OperationRecorded.Deadline("d1")))
            .On("POST /clock/advance", """{"now":"2021-05-01T12:00:00Z","fired":1}""");
        var page = context.Render<ClockPage>();
        page.WaitForAssertion(() => Assert.Contains("2021-05-01 17:00", page.Test("clock-now").TextContent, StringComparison.Ordinal));
        await page.Test("clock-how").ChangeAsync("by");
        await page.Test("clock-amount").ChangeAsync("many");
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("whole number", page.Test("clock-wrong").TextContent, StringComparison.Ordinal));
        await page.Test("clock-amount").ChangeAsync("3");
        await page.Test("clock-unit").ChangeAsync("hours");
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("Escalation", page.Test("clock-due-list").TextContent, StringComparison.Ordinal));

        await page.Test("clock-advance").ClickAsync();
        context.Api.On("GET /deadlines", Recorded.Page());
        await page.Test("clock-advance-confirm").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("1 deadlines fired", page.Test("clock-done").TextContent, StringComparison.Ordinal));
        AssertCalled(context, "POST /clock/advance", """ "to":"2021-05-01T12:00:00Z" """);
        Assert.Contains("Escalation", page.Test("clock-fired").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clock_OfAHostOnRealTime_SaysSo()
    {
        await using var context = new ReviewerContext();
        context.Api.ForOperator();
        var page = context.Render<ClockPage>();
        page.WaitForAssertion(() => Assert.Contains("real time", page.Test("clock-real").TextContent, StringComparison.Ordinal));
        Assert.False(page.Has("clock-error"));
    }

    [Fact]
    public async Task Connectors_SayHowEachFares()
    {
        await using var context = new ReviewerContext();
        context.Api.ForOperator().On("GET /connectors", """
            [{"name":"payments","mode":"sandbox","kinds":["payment"],"circuit":"open","openUntil":"2021-05-01T10:00:00Z","rate":{"calls":10,"perSeconds":1,"available":3},
              "succeeded":5,"accepted":1,"rejected":2,"failed":3,"postponed":4,"lastFailureAt":"2021-05-01T09:00:00Z","lastFailure":"No answer."}]
            """);
        var page = context.Render<ConnectorsPage>();
        page.WaitForAssertion(() => Assert.Contains("6 well, 2 refused, 3 failed, 4 put off", page.Test("connector-row").TextContent, StringComparison.Ordinal));
        Assert.Contains("nothing is sent", page.Test("connector-circuit").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_ThatTheRoleMayNotSee_SaysSo()
    {
        await using var context = new ReviewerContext();
        context.Api.Refuse("GET /effects", new ProblemDto { Status = 403, Code = "forbidden" });
        var page = context.Render<EffectsPage>();
        page.WaitForAssertion(() => Assert.Equal("forbidden", page.Test("effects-error").GetAttribute("data-code")));
        Assert.False(page.Has("effects-empty"));
    }

    private static void AssertCalled(ReviewerContext context, string call, params string[] members) => Assert.Contains(
        context.Api.Calls,
        made => made.StartsWith(call, StringComparison.Ordinal) && members.All(member => made.Contains(member.Trim(), StringComparison.Ordinal)));
}
