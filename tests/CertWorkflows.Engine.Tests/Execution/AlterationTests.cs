using System.Text.Json.Nodes;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using CertWorkflows.Engine.Tests.Conformance;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Execution;

/// <summary>What an operator changes in a running instance by hand (S-15).</summary>
[Trait("Elsa", "S-15")]
public sealed class AlterationTests
{
    [Theory]
    [InlineData(FlowchartMode.CounterBased)]
    [InlineData(FlowchartMode.TokenBased)]
    [Trait("Elsa", "S-12")]
    [Trait("Elsa", "F-16")]
    public async Task CancelActivity_OfAFlowchart_LetsItsOtherBranchGoOn(FlowchartMode mode)
    {
        var runner = await StartAsync(Flowchart("F", "S>X S>Y X>lost Y>after", Event("X", "x"), Event("Y", "y")), mode);
        var result = await runner.GiveAsync(new Stimulus.CancelActivity("X", null, "not needed"));
        Assert.Equal("X", Assert.Single(result.RemovedBookmarks).ActivityId);
        Assert.Equal(["X Altered", "X Canceled"], result.Journal.Select(entry => $"{entry.ActivityId} {entry.EventName}"));
        Assert.Equal("Cancelled by hand: not needed", result.Journal[0].Message);
        await runner.EventAsync("y");
        Assert.Equal(("S | after", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "S-12")]
    public async Task CancelActivity_OfAContainer_CancelsWhatIsBelowFirst()
    {
        var runner = await StartAsync(Sequence("S", Sequence("T", Event("E", "go"), Print("skipped")), Print("after")));
        var result = await runner.GiveAsync(new Stimulus.CancelActivity("T", null, "x"));
        Assert.Equal(["T Altered", "E Canceled", "T Canceled", "after Started"], result.Journal.Take(4).Select(entry => $"{entry.ActivityId} {entry.EventName}"));
        Assert.Equal(("after", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    public async Task CancelActivity_ThatHasFaulted_TakesItsIncidentAway()
    {
        var runner = new Runner(Definition(
            Flowchart("F", "S>X S>p p>q", Activity("Elsa.Fault", "X", ("message", Text("boom"))), Event("p", "go")),
            ("options", new JsonObject { ["incidentStrategyType"] = "Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core" })));
        await runner.StartAsync();
        await runner.GiveAsync(new Stimulus.CancelActivity("X", null, "known"));
        Assert.Empty(runner.State!.Incidents);
        Assert.All(runner.State.Contexts, context => Assert.Equal(0, context.FaultCount));
        await runner.EventAsync("go");
        Assert.Equal("Finished/Finished", runner.Status);
    }

    [Fact]
    public async Task CancelActivity_ThatWouldLeaveItsParentWaitingForEver_IsRefused()
    {
        var runner = await StartAsync(Sequence("S", Event("E", "go")));
        await RefusedAsync(runner, new Stimulus.CancelActivity("S", null, "x"), "cannot-cancel-activity");
        await RefusedAsync(runner, new Stimulus.CancelActivity("other", null, "x"), "nothing-to-cancel");
        await RefusedAsync(runner, new Stimulus.CancelActivity("Workflow1", null, "x"), "nothing-to-cancel");
        await runner.EventAsync("go");
        Assert.False((await runner.GiveAsync(new Stimulus.CancelActivity("E", null, "x"))).Consumed);
    }

    [Fact]
    public async Task CancelActivity_UnderWayInSeveralExecutions_NeedsOneChosen()
    {
        var runner = await StartAsync(Blocks.ParallelForEach("P", Input("Object", "JavaScript", "[{a:1},{a:2}]"), Sequence("B", Event("E", "go"))));
        await RefusedAsync(runner, new Stimulus.CancelActivity("B", null, "x"), "which-execution", "activityInstanceId");
        await runner.GiveAsync(new Stimulus.CancelActivity("B", runner.State!.Contexts.First(context => context.NodeId.EndsWith(":B", StringComparison.Ordinal)).Id, "x"));
        Assert.Single(runner.State!.Contexts, context => context.NodeId.EndsWith(":B", StringComparison.Ordinal));
        Assert.Equal("Running/Suspended", runner.Status);
    }

    [Theory]
    [InlineData(FlowchartMode.CounterBased, "S | last")]
    [InlineData(FlowchartMode.TokenBased, "S | last | last")]
    [Trait("Elsa", "F-24")]
    public async Task ScheduleActivity_OfAFlowchart_RunsItAndCountsAsItsVisit(FlowchartMode mode, string printed)
    {
        var runner = await StartAsync(Flowchart("F", "S>E E>last", Event("E", "go")), mode);
        var result = await runner.GiveAsync(new Stimulus.ScheduleActivity("last", null, "now"));
        Assert.Equal(["F Altered", "last Started", "last Completed"], result.Journal.Select(entry => $"{entry.ActivityId} {entry.EventName}"));
        Assert.Equal("Running/Suspended", runner.Status);
        await runner.EventAsync("go");
        Assert.Equal((printed, "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "F-24")]
    public async Task ScheduleActivity_WhereItCannotRun_IsRefusedByName()
    {
        var root = Flowchart("F", "S>E S>T E>last", Event("E", "go"), Sequence("T", Event("W", "w"), Print("next")));
        root["activities"]!.AsArray().Add(Print("apart"));
        var runner = await StartAsync(root);
        await RefusedAsync(runner, new Stimulus.ScheduleActivity("nobody", null, "x"), "unknown-activity", "activityId");
        await RefusedAsync(runner, new Stimulus.ScheduleActivity("E", null, "x"), "already-under-way");
        await RefusedAsync(runner, new Stimulus.ScheduleActivity("next", null, "x"), "not-in-a-flowchart");
        await RefusedAsync(runner, new Stimulus.ScheduleActivity("apart", null, "x"), "unreachable-activity");
        await RefusedAsync(runner, new Stimulus.ScheduleActivity("F", null, "x"), "already-under-way");
        await runner.EventAsync("w");
        await RefusedAsync(runner, new Stimulus.ScheduleActivity("next", null, "x"), "container-not-under-way");
    }

    [Fact]
    public async Task SetVariable_OfAWaitingInstance_IsWhatComesNextSees()
    {
        var runner = new Runner(Definition(
            Sequence("S", Event("E", "go"), Blocks.Say("a", "'n is ' + (variables.n + 1)")), ("variables", new JsonArray(Variable("n", "Int32", "1")))))
        {
            IsStoredBetweenTurns = true,
        };
        await runner.StartAsync();
        var result = await runner.GiveAsync(new Stimulus.SetVariable("n", null, "41", "wrong before"));
        var entry = Assert.Single(result.Journal);
        Assert.Equal(("Altered", """{"variable":"n","from":1,"to":41}"""), (entry.EventName, entry.Data!.ToJsonString()));
        Assert.Equal(41, InstanceVariable.Of(runner.Workflow, runner.State!).Single().Value!.GetValue<int>());
        await runner.EventAsync("go");
        Assert.Equal("n is 42", runner.Printed);
        Assert.False((await runner.GiveAsync(new Stimulus.SetVariable("n", null, 1, "x"))).Consumed);
    }

    [Fact]
    public async Task SetVariable_OfAFaultedInstance_LetsARetrySucceed()
    {
        var runner = new Runner(Definition(
            Sequence("S", Blocks.Say("a", "variables.text.toUpperCase()")), ("variables", new JsonArray(Variable("text", "String")))));
        await runner.StartAsync();
        Assert.Equal("Finished/Faulted", runner.Status);
        await runner.GiveAsync(new Stimulus.SetVariable("text", null, "ok", "was missing"));
        Assert.Equal("Finished/Faulted", runner.Status);
        await runner.GiveAsync(new Stimulus.RetryFaulted(null));
        Assert.Equal(("OK", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Theory]
    [InlineData("Int32", "\"abc\"")]
    [InlineData("Int32", "1.5")]
    [InlineData("Int32", "[1]")]
    [InlineData("Int32", "99999999999")]
    [InlineData("Boolean", "\"maybe\"")]
    [InlineData("Boolean", "{}")]
    [InlineData("DateTime", "\"soon\"")]
    [InlineData("DateTime", "true")]
    [InlineData("Guid", "5")]
    [InlineData("String", "{\"a\":1}")]
    [InlineData("TimeSpan", "\"long\"")]
    [InlineData("Double", "\"1,5\"")]
    public async Task SetVariable_ToAValueOfAnotherType_IsRefused(string type, string value)
    {
        var runner = await WithVariableAsync(Variable("v", type));
        await RefusedAsync(runner, new Stimulus.SetVariable("v", null, StoredValue.Read(JsonNode.Parse(value)), "x"), "invalid-value", "value");
    }

    [Theory]
    [InlineData("Int32", "5", "5")]
    [InlineData("Int32", "\"5\"", "5")]
    [InlineData("Int32", "null", "null")]
    [InlineData("Int32", "0", "0")]
    [InlineData("Decimal", "0.5", "0.5")]
    [InlineData("Boolean", "\"true\"", "true")]
    [InlineData("String", "5", "\"5\"")]
    [InlineData("Object", "{\"a\":[1,2]}", "{\"a\":[1,2]}")]
    [InlineData("TimeSpan", "\"01:00:00\"", """{"_type":"TimeSpan","_value":"01:00:00"}""")]
    public async Task SetVariable_ToAValueThatFits_StoresItInItsType(string type, string value, string stored)
    {
        var runner = await WithVariableAsync(Variable("v", type));
        await runner.GiveAsync(new Stimulus.SetVariable("v", null, StoredValue.Read(JsonNode.Parse(value)), "x"));
        Assert.Equal(stored, InstanceVariable.Of(runner.Workflow, runner.State!).Single().Value?.ToJsonString() ?? "null");
    }

    [Fact]
    public async Task SetVariable_ThatIsUnknownTooLargeOrNotStored_IsRefused()
    {
        var runner = await WithVariableAsync(Variable("kept", "String"), Variable("fleeting", "String", isStored: false));
        await RefusedAsync(runner, new Stimulus.SetVariable("other", null, "x", "x"), "unknown-variable", "variable");
        await RefusedAsync(runner, new Stimulus.SetVariable("kept", null, new string('x', 70_000), "x"), "value-too-large", "value");
        await RefusedAsync(runner, new Stimulus.SetVariable("fleeting", null, "x", "x"), "variable-not-stored", "variable");
    }

    private static async Task<Runner> StartAsync(JsonObject root, FlowchartMode mode = FlowchartMode.CounterBased)
    {
        var runner = new Runner(Definition(root), flowcharts: mode) { IsStoredBetweenTurns = true };
        await runner.StartAsync();
        return runner;
    }

    private static async Task<Runner> WithVariableAsync(params JsonObject[] variables)
    {
        var runner = new Runner(Definition(Sequence("S", Event("E", "go")), ("variables", new JsonArray([.. variables])))) { IsStoredBetweenTurns = true };
        await runner.StartAsync();
        return runner;
    }

    private static async Task RefusedAsync(Runner runner, Stimulus stimulus, string code, string? path = null)
    {
        var before = runner.State!.ToJson();
        var refused = await Assert.ThrowsAsync<AlterationException>(() => runner.GiveAsync(stimulus));
        Assert.Equal((code, path), (refused.Code, refused.Path));
        Assert.Equal(before, runner.State!.ToJson());
    }
}
