using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Execution;

public sealed class FaultTests
{
    [Fact]
    [Trait("Elsa", "S-4")]
    [Trait("Elsa", "S-7")]
    [Trait("Elsa", "A-18")]
    public async Task Fault_WhenActivityThrows_LeavesExactlyOneIncidentWithItsDetails()
    {
        var runner = Runner.Of(Sequence("S", Activity("Elsa.Fault", "X", ("code", Text("E1")), ("category", Text("C")), ("message", Text("boom")))));
        var result = await runner.StartAsync();
        var incident = Assert.Single(runner.State!.Incidents);
        Assert.Equal(incident, Assert.Single(result.NewIncidents));
        Assert.Equal(("X", "Workflow1:S:X", "Elsa.Fault", "boom"), (incident.ActivityId, incident.ActivityNodeId, incident.ActivityType, incident.Message));
        Assert.Equal("E1", incident.Exception.Metadata!["Code"]);
        Assert.Equal("C", incident.Exception.Metadata["Category"]);
        Assert.Equal(["Workflow1 Started", "S Started", "X Started", "X Faulted"], runner.Trace);
        Assert.Equal(Runner.Start0, runner.State.FinishedAt);
        Assert.Equal([1, 1, 1], runner.State.Contexts.Select(context => context.FaultCount));
    }

    [Fact]
    [Trait("Elsa", "S-16")]
    [Trait("Elsa", "R-6")]
    public async Task Retry_WhenActivityFaulted_RunsOnlyThatActivityAgainAndGoesOn()
    {
        var flaky = new FlakyActivity { FailuresLeft = 1 };
        var runner = new Runner(Definition(Sequence("S", Print("a"), Activity("Test.Flaky", "X"), Print("b"))), [flaky]);
        await runner.StartAsync();
        Assert.Equal(("a", "Finished/Faulted"), (runner.Printed, runner.Status));

        var result = await runner.GiveAsync(new Stimulus.RetryFaulted(null));

        Assert.True(result.Consumed);
        Assert.Equal(("a | b", "Finished/Finished"), (runner.Printed, runner.Status));
        Assert.Empty(runner.State!.Incidents);
        Assert.Equal(0, runner.State.Contexts[0].FaultCount);
    }

    [Fact]
    public async Task Retry_WhenItFailsAgain_LeavesOneIncident()
    {
        var runner = new Runner(Definition(Sequence("S", Activity("Test.Flaky", "X"))), [new FlakyActivity { FailuresLeft = 9 }]);
        await runner.StartAsync();
        await runner.GiveAsync(new Stimulus.RetryFaulted(null));
        Assert.Equal("Finished/Faulted", runner.Status);
        Assert.Single(runner.State!.Incidents);
    }

    [Fact]
    [Trait("Elsa", "X-7")]
    public async Task Retry_WhenResumptionFaulted_LeavesOneBookmarkOfTheActivity()
    {
        var flaky = new FlakyActivity { FailsOnResume = true, FailuresLeft = 1 };
        var runner = new Runner(Definition(Sequence("S", Activity("Test.Flaky", "X"), Print("b"))), [flaky]);
        await runner.StartAsync();
        var bookmark = Assert.Single(runner.Bookmarks);
        await runner.ResumeAsync(bookmark);
        Assert.Equal(bookmark, Assert.Single(runner.Bookmarks));

        await runner.GiveAsync(new Stimulus.RetryFaulted(runner.State!.Incidents[0].ActivityInstanceId));

        Assert.NotEqual(bookmark.Id, Assert.Single(runner.Bookmarks).Id);
        await runner.ResumeAsync(runner.Bookmarks[0]);
        Assert.Equal(("b", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    public async Task Retry_WhenOtherBranchWaits_KeepsItsBookmark()
    {
        var runner = new Runner(
            Definition(Flowchart("F", "S>E S>X E>e X>x", Event("E", "go"), Activity("Test.Flaky", "X"))), [new FlakyActivity { FailuresLeft = 1 }]);
        await runner.StartAsync();
        Assert.Equal("Finished/Faulted", runner.Status);
        Assert.False((await runner.EventAsync("go")).Consumed);
        await runner.GiveAsync(new Stimulus.RetryFaulted(null));
        Assert.Equal("Running/Suspended", runner.Status);
        await runner.EventAsync("go");
        Assert.Equal(("S | x | e", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "S-5")]
    public async Task CallbackFault_WhenContainerThrows_IsChargedToTheChild()
    {
        var runner = Runner.Of(Flowchart("F", "S>A S>B A>C B>C C>A"));
        await runner.StartAsync();
        Assert.Equal(["C Started", "C Completed", "C Faulted"], runner.Trace.Where(line => line.StartsWith("C ", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Elsa", "E-4")]
    public async Task Input_WhenItFails_FaultsTheActivityWithItsName()
    {
        var runner = Runner.Of(Activity("Elsa.WriteLine", "W", ("text", Script("throw new Error('no')"))));
        await runner.StartAsync();
        var incident = Assert.Single(runner.State!.Incidents);
        Assert.Equal("Failed to evaluate activity input 'Text'", incident.Message);
        Assert.Contains("no", incident.Exception.Inner!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TurnAbortingException_WhenThrown_LeavesTheInterpreter()
    {
        var runner = new Runner(Definition(Activity("Test.Flaky", "X")), [new FlakyActivity { FailuresLeft = 1, AbortsTurn = true }]);
        await Assert.ThrowsAsync<RefusedException>(() => runner.StartAsync());
        Assert.Null(runner.State);
    }

    [Fact]
    [Trait("Elsa", "D-9")]
    public async Task UnknownActivityType_WhenReached_Faults()
    {
        var runner = Runner.Of(Sequence("S", Print("a"), Activity("Acme.Gone", "X")));
        await runner.StartAsync();
        Assert.Equal("Activity type 'Acme.Gone' version '0' could not be found.", Assert.Single(runner.State!.Incidents).Message);
    }

    private sealed class RefusedException : Exception, ITurnAborting;

    private sealed class FlakyActivity : Activity
    {
        public int FailuresLeft { get; set; }

        public bool FailsOnResume { get; init; }

        public bool AbortsTurn { get; init; }

        public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder("Test.Flaky", "Test").Build();

        public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
        {
            if (!FailsOnResume)
                return new(Try());
            context.Wait(new BookmarkRequest { Name = "Test.Flaky" });
            return new(ActivityResult.Wait);
        }

        public override ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
            => new(Try());

        private ActivityResult Try()
        {
            if (FailuresLeft-- > 0)
                throw AbortsTurn ? new RefusedException() : new InvalidOperationException("flaky");
            return ActivityResult.Done;
        }
    }
}
