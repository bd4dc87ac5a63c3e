using CertWorkflows.Engine.Execution;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Execution;

public sealed class SkipTests
{
    [Fact]
    [Trait("Elsa", "S-16")]
    public async Task Skip_WhenActivityFaulted_GoesOnWithTheChosenOutcomeOnly()
    {
        var runner = Runner.Of(Flowchart("F", "s>D D:True>yes D:False>no", Activity("Elsa.FlowDecision", "D", ("condition", Script("boom()")))));
        await runner.StartAsync();
        Assert.Equal(("s", "Finished/Faulted"), (runner.Printed, runner.Status));

        var result = await runner.GiveAsync(new Stimulus.SkipFaulted(runner.State!.Incidents[0].ActivityInstanceId, "False"));

        Assert.True(result.Consumed);
        Assert.Equal(("s | no", "Finished/Finished"), (runner.Printed, runner.Status));
        Assert.Empty(runner.State.Incidents);
        Assert.Equal(["D Skipped", "D Completed"], runner.Trace.Where(line => line.StartsWith("D ", StringComparison.Ordinal)).TakeLast(2));
    }

    [Fact]
    [Trait("Elsa", "S-8")]
    [Trait("Elsa", "S-16")]
    public async Task Skip_UnderContinueWithIncidents_LetsTheInstanceFinish()
    {
        var runner = Runner.Of(
            Sequence("S", Activity("Elsa.Fault", "X", ("message", Text("boom"))), Print("b")),
            ("options", new System.Text.Json.Nodes.JsonObject { ["incidentStrategyType"] = "ContinueWithIncidentsStrategy" }));
        await runner.StartAsync();
        Assert.Equal("Running/Suspended", runner.Status);

        await runner.GiveAsync(new Stimulus.SkipFaulted(runner.State!.Incidents[0].ActivityInstanceId, "Done"));

        Assert.Equal(("b", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "S-9")]
    public async Task Skip_WhenOtherBranchWaits_KeepsItsBookmark()
    {
        var runner = Runner.Of(Flowchart("F", "S>E S>X E>e X>x", Event("E", "go"), Activity("Elsa.Fault", "X")));
        await runner.StartAsync();
        var bookmark = Assert.Single(runner.Bookmarks);

        await runner.GiveAsync(new Stimulus.SkipFaulted(runner.State!.Incidents[0].ActivityInstanceId, "Done"));

        Assert.Equal(("Running/Suspended", bookmark), (runner.Status, Assert.Single(runner.Bookmarks)));
        await runner.EventAsync("go");
        Assert.Equal(("S | x | e", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    public async Task Skip_OfAnExecutionThatHasNotFailed_ChangesNothing()
    {
        var runner = Runner.Of(Sequence("S", Event("E", "go"), Print("b")));
        await runner.StartAsync();
        var before = runner.State!.ToJson();

        var result = await runner.GiveAsync(new Stimulus.SkipFaulted(runner.Bookmarks[0].ContextId, "Done"));

        Assert.False(result.Consumed);
        Assert.Equal(before, runner.State.ToJson());
    }

    [Fact]
    [Trait("Elsa", "S-16")]
    public async Task Retry_OfOneActivity_LeavesTheOtherFailedOneAlone()
    {
        var runner = Runner.Of(Flowchart("F", "S>X S>Y", Activity("Elsa.Fault", "X"), Activity("Elsa.Fault", "Y")));
        await runner.StartAsync();
        Assert.False((await runner.GiveAsync(new Stimulus.RetryFaulted(null, "S"))).Consumed);

        await runner.GiveAsync(new Stimulus.RetryFaulted(null, "Y"));

        Assert.Equal((1, 2), (runner.Trace.Count(line => line == "X Started"), runner.Trace.Count(line => line == "Y Started")));
        Assert.Equal(["X", "Y"], runner.State!.Incidents.Select(incident => incident.ActivityId));
    }
}
