using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using CertWorkflows.Engine.Tests.Execution;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Activities;

/// <summary>Activities that ask the host for something, and those that wait for an instant.</summary>
public sealed class HostRequestTests
{
    private static JsonObject Child(string type, string id, params IEnumerable<(string Name, JsonNode? Value)> members)
        => Activity(type, id, [("workflowDefinitionId", Text("child")), .. members]);

    private static (string Name, JsonNode? Value) Waits(bool wait) => ("waitForCompletion", Input("Boolean", "Literal", wait));

    [Fact]
    [Trait("Elsa", "A-21")]
    public async Task PublishEvent_WithBlankCorrelation_AsksForAllAndGoesOn()
    {
        var runner = Runner.Of(Sequence(
            "S",
            Activity("Elsa.PublishEvent", "P", ("eventName", Text("go")), ("correlationId", Text(" ")), ("payload", Script("({ n: 1 })"))),
            Print("after")));
        var result = await runner.StartAsync();

        var request = Assert.IsType<HostRequest.PublishEvent>(Assert.Single(result.Requests));
        Assert.Equal(("go", null, false), (request.EventName, request.CorrelationId, request.IsLocal));
        Assert.Equal("after", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "A-21")]
    public async Task PublishEvent_WithoutName_Faults()
    {
        var runner = Runner.Of(Activity("Elsa.PublishEvent", "P"));
        var result = await runner.StartAsync();
        Assert.Equal("EventName is required.", Assert.Single(result.NewIncidents).Message);
        Assert.Empty(result.Requests);
    }

    [Fact]
    [Trait("Elsa", "A-22")]
    public async Task RunTask_WhenItsResultIsReported_SetsResult()
    {
        var runner = Runner.Of(Sequence(
            "S", Activity("Elsa.RunTask", "T", ("taskName", Text("print")), ("result", BoundTo("out"))), Print("after")));
        await runner.StartAsync();
        var bookmark = Assert.Single(runner.Bookmarks);
        Assert.Equal(("print", bookmark.Payload!["TaskId"]!.GetValue<string>()), (RunTaskBookmark.TaskNameOf(bookmark), RunTaskBookmark.TaskIdOf(bookmark).ToString("N")));

        await runner.ResumeAsync(bookmark, (RunTaskBookmark.ResultKey, "ok"));
        Assert.Equal(("Finished/Finished", "after"), (runner.Status, runner.Printed));
    }

    [Theory]
    [Trait("Elsa", "A-23")]
    [Trait("Elsa", "A-24")]
    [InlineData("0 0 12 * * *", "2026-03-02T12:00:00Z")]
    [InlineData("*/10 * * * * *", "2026-03-02T08:00:10Z")]
    [InlineData("0 30 2 29 2 ?", "2028-02-29T02:30:00Z")]
    [InlineData("0 0 8 ? * MON#2", "2026-03-09T08:00:00Z")]
    [Trait("Elsa", "A-25")]
    public async Task Cron_InTheMiddle_WaitsForTheNextOccurrenceInUtc(string expression, string due)
    {
        var runner = Runner.Of(Activity("Elsa.Cron", "C", ("cronExpression", Text(expression))));
        await runner.StartAsync();
        Assert.Equal(DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture), Assert.Single(runner.Bookmarks).DueAt);
    }

    [Theory]
    [Trait("Elsa", "A-25")]
    [InlineData("* * * * *")]
    [InlineData("0 0 25 * * *")]
    [InlineData("every day")]
    public void Cron_WithoutSixValidFields_IsRefusedAtPublish(string expression)
    {
        var definition = Definition(Activity("Elsa.Cron", "C", ("cronExpression", Text(expression))));
        var problems = DefinitionValidator.Validate(
            DefinitionReader.Read(definition.ToJsonString()),
            new ActivityRegistry(BuiltInActivities.All),
            new ExpressionEvaluator(new ExpressionLimits()));
        Assert.Contains(problems, problem => problem is { Code: "invalid-cron", IsWarning: false });
    }

    [Fact]
    [Trait("Elsa", "A-24")]
    [Trait("Elsa", "B-18")]
    public async Task Timer_OfManyYears_WaitsThatLong()
    {
        var runner = Runner.Of(Activity("Elsa.Timer", "T", ("interval", Input("TimeSpan", "Literal", "7300.00:00:00"))));
        await runner.StartAsync();
        Assert.Equal(Runner.Start0.AddDays(7300), Assert.Single(runner.Bookmarks).DueAt);
    }

    [Theory]
    [InlineData("Elsa.Timer")]
    [InlineData("Elsa.Cron")]
    [Trait("Elsa", "A-24")]
    public async Task TimeTrigger_ThatStartedTheRun_GoesOnAtOnce(string type)
    {
        var runner = Runner.Of(Sequence("S", Activity(type, "T", ("cronExpression", Text("0 0 0 * * *"))), Print("on")));
        await runner.GiveAsync(new Stimulus.Start(new Dictionary<string, object?>(), TriggerActivityId: "T"));
        Assert.Equal("on", runner.Printed);
    }

    [Theory]
    [InlineData(true, "", ChildReport.Finished)]
    [InlineData(false, "after", ChildReport.None)]
    [Trait("Elsa", "A-37")]
    [Trait("Elsa", "A-36")]
    public async Task DispatchWorkflow_AsksForAChild_AndWaitsIfToldTo(bool wait, string printed, ChildReport report)
    {
        var runner = Runner.Of(Sequence("S", Child("Elsa.DispatchWorkflow", "D", Waits(wait)), Print("after")));
        var result = await runner.StartAsync();
        var request = Assert.IsType<HostRequest.StartWorkflow>(Assert.Single(result.Requests));
        Assert.Equal((printed, "child", report), (runner.Printed, request.DefinitionId, request.Report));
        Assert.Equal(runner.State!.Id.ToString("D"), request.Input["ParentInstanceId"]);
        Assert.Equal(wait ? runner.Bookmarks[0].Id : null, request.ReportTo);
    }

    [Fact]
    [Trait("Elsa", "A-37")]
    public async Task DispatchWorkflow_OnAChannel_Faults()
    {
        var runner = Runner.Of(Child("Elsa.DispatchWorkflow", "D", ("channelName", Text("fast"))));
        var incident = Assert.Single((await runner.StartAsync()).NewIncidents);
        Assert.Contains("channel 'fast'", incident.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Elsa", "A-38")]
    [Trait("Elsa", "R-8")]
    public async Task ExecuteWorkflow_WhenItsChildIsOver_HasTheRealResult()
    {
        var definition = Definition(
            Sequence("S", Child("Elsa.ExecuteWorkflow", "E", Waits(true), ("result", BoundTo("r"))), Activity("Elsa.WriteLine", "W", ("text", Script("variables.r.SubStatus + ' ' + variables.r.Output.x")))),
            ("variables", new JsonArray(Variable("r", "Object"))));
        var runner = new Runner(definition);
        await runner.StartAsync();
        await runner.ResumeAsync(
            runner.Bookmarks[0],
            (ChildInput.SubStatus, "Finished"),
            (ChildInput.Output, new Dictionary<string, object?> { ["x"] = "y" }));
        Assert.Equal("Finished y", runner.Printed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Elsa", "A-39")]
    public async Task BulkDispatch_WhenReportsComeTwice_CountsEachChildOnceAndTakesItsPort(bool isStored)
    {
        var bulk = Child(
            "Elsa.BulkDispatchWorkflows",
            "B",
            ("items", Script("['a', { b: 1 }, 'c']")),
            ("correlationIdFunction", Input("String", "JavaScript", "'k-' + (args.item.b || args.item)")),
            ("childCompleted", Print("good")),
            ("childFaulted", Print("bad")));
        var runner = new Runner(Definition(Sequence("S", bulk, Print("end")))) { IsStoredBetweenTurns = isStored };
        var requests = (await runner.StartAsync()).Requests.Cast<HostRequest.StartWorkflow>().ToList();
        Assert.Equal(["k-a", "k-1", "k-c"], requests.Select(request => request.CorrelationId));
        Assert.Equal("a", requests[0].Input["Item"]);
        Assert.False(requests[1].Input.ContainsKey("Item"));

        await ReportAsync(0, "Finished");
        await ReportAsync(0, "Finished");
        await ReportAsync(1, "Faulted");
        Assert.Equal(("good | bad", "Running/Suspended"), (runner.Printed, runner.Status));
        await ReportAsync(2, "Cancelled");
        Assert.Equal(("good | bad | end", "Finished/Finished"), (runner.Printed, runner.Status));
        Assert.Equal(["Completed", "Done"], runner.Journal.Single(entry => entry is { ActivityId: "B", EventName: "Completed" }).Outcomes);

        Task ReportAsync(int child, string subStatus) => runner.ResumeAsync(
            runner.Bookmarks[0],
            (ChildInput.InstanceId, requests[child].ChildInstanceId.ToString("D")),
            (ChildInput.SubStatus, subStatus));
    }

    [Fact]
    [Trait("Elsa", "A-39")]
    public async Task BulkDispatch_WithoutItems_IsDoneAtOnce()
    {
        var runner = Runner.Of(Sequence("S", Child("Elsa.BulkDispatchWorkflows", "B", ("items", Script("[]"))), Print("end")));
        Assert.Empty((await runner.StartAsync()).Requests);
        Assert.Equal("end", runner.Printed);
    }
}
