using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Execution;

public sealed class JoinTests
{
    [Fact]
    [Trait("Elsa", "F-17")]
    [Trait("Elsa", "R-4")]
    public async Task Join_WhenFasterBranchArrivesBeforeTheSlowerOneStarted_FiresOncePerRound()
    {
        // F-17 staged: fast ends while slow is still queued; slow starts, blocks, and is cancelled by the join
        var runner = Runner.Of(Flowchart("F", "S>fast S>slow fast>J slow>J J>tail", Event("slow", "slow"), Join("J", "WaitAny")));
        await runner.StartAsync();
        Assert.Equal("S | fast | tail", runner.Printed);
        Assert.Equal("Finished/Finished", runner.Status);
        Assert.Contains("slow Canceled", runner.Trace);
        Assert.Empty(runner.Bookmarks);
    }

    [Fact]
    [Trait("Elsa", "F-17")]
    [Trait("Elsa", "R-4")]
    public async Task Join_WhenLateBranchCompletesInTheSameRound_IgnoresIt()
    {
        var runner = Runner.Of(Flowchart("F", "S>A S>B A>J B>B2 B2>J J>tail", Join("J", "WaitAny")));
        await runner.StartAsync();
        Assert.Equal(1, runner.Lines.Count(line => line == "tail"));
        Assert.Equal("Finished/Finished", runner.Status);
    }

    [Fact]
    [Trait("Elsa", "F-11")]
    [Trait("Elsa", "F-13")]
    public async Task Join_WhenLoopComesRoundAgain_FiresOncePerRound()
    {
        var runner = Runner.Of(Flowchart(
            "F", "S>Head Head>A Head>B A>J B>J J>again again>Head", Event("A", "a"), Event("B", "b"), Join("J", "WaitAny")));
        await runner.StartAsync();
        foreach (var name in new[] { "a", "b", "b", "a" })
            await runner.EventAsync(name);
        Assert.Equal("S | Head | again | Head | again | Head | again | Head | again | Head", runner.Printed);
        Assert.Equal(2, runner.Bookmarks.Count);
    }

    [Fact]
    [Trait("Elsa", "F-13")]
    [Trait("Elsa", "F-17")]
    public async Task Join_WhenItWaitsForAllBehindADecision_IsSkippedWithAllBehindIt()
    {
        var runner = Runner.Of(Flowchart(
            "F", "S>D D:True>A D:False>B A>J B>J J>tail", Decision("D", true), Join("J", "WaitAll")));
        await runner.StartAsync();
        Assert.Equal("S | A", runner.Printed);
        Assert.Equal("Finished/Finished", runner.Status);
    }

    [Fact]
    [Trait("Elsa", "F-13")]
    public async Task Join_WhenItWaitsForAllActive_IgnoresTheDeadArm()
    {
        var runner = Runner.Of(Flowchart(
            "F", "S>D S>C D:True>A D:False>B A>J B>J C>J J>tail", Decision("D", true), Event("C", "c"), Join("J", "WaitAllActive")));
        await runner.StartAsync();
        Assert.Equal("S | A", runner.Printed);
        await runner.EventAsync("c");
        Assert.Equal("S | A | tail", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "F-13")]
    public async Task Join_WhenModeIsNotGiven_WaitsForAny()
    {
        var runner = Runner.Of(Flowchart("F", "S>A S>B A>J B>J J>tail", Event("A", "a"), Event("B", "b"), Activity("Elsa.FlowJoin", "J")));
        await runner.StartAsync();
        await runner.EventAsync("b");
        Assert.Equal("S | tail", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "F-13")]
    public async Task DeadBranch_WhenItIsLong_ReleasesTheJoinBehindIt()
    {
        var runner = Runner.Of(Flowchart(
            "F", "S>D D:True>A A>A2 A2>A3 A3>M D:False>B B>M M>tail", Decision("D", false)));
        await runner.StartAsync();
        Assert.Equal("S | B | M | tail", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "F-7")]
    [Trait("Elsa", "F-9")]
    [Trait("Elsa", "F-12")]
    public async Task BackwardConnection_WhenAPathGoesAroundItsTarget_FaultsTheSource()
    {
        // B is reached without A, so the way back from B to A is not valid (F-9)
        var runner = Runner.Of(Flowchart("F", "S>A S>B A>C B>C C>A"));
        await runner.StartAsync();
        Assert.Equal("Finished/Faulted", runner.Status);
        Assert.Equal("C", Assert.Single(runner.State!.Incidents).ActivityId);
    }

    [Theory]
    [InlineData("Elsa.End")]
    [InlineData("Elsa.Complete")]
    [Trait("Elsa", "F-5")]
    public async Task Terminal_WhenItCompletes_EndsTheFlowchartAndCancelsItsSiblings(string type)
    {
        var runner = Runner.Of(Flowchart("F", "S>E S>Wait Wait>never E>never", Activity(type, "E"), Event("Wait", "w")));
        await runner.StartAsync();
        // Wait was queued when the flowchart completed: it runs and blocks
        Assert.Equal("S", runner.Printed);
        Assert.Equal("Running/Suspended", runner.Status);
        await runner.EventAsync("w");
        Assert.Equal("S", runner.Printed);
        Assert.Equal("Finished/Finished", runner.Status);
    }
}
