using System.Diagnostics;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Execution;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Execution;

/// <summary>A long run goes in turns of bounded size.</summary>
public sealed class FairnessTests
{
    [Fact]
    [Trait("Elsa", "X-4")]
    [Trait("Elsa", "S-19")]
    public async Task Loop_WhenItHasAHundredThousandRounds_EndsInBoundedTurns()
    {
        var loop = Activity(
            "Elsa.For",
            "L",
            ("start", Input("Int32", "Literal", 1)),
            ("end", Input("Int32", "Literal", 100_000)),
            ("currentValue", BoundTo("n")),
            ("body", Activity("Elsa.SetName", "B")));
        var runner = new Runner(Definition(loop, ("variables", new JsonArray(Variable("n", "Int32", "0")))), maxActivitiesPerTurn: 1_000)
        {
            IsStoredBetweenTurns = true,
        };
        var result = await runner.StartAsync();
        var turns = 1;
        while (result.HasMore)
        {
            Assert.InRange(result.Journal.Count, 1, 2_000);
            Assert.InRange(result.State.ToJson().Length, 1, 4_000);
            Assert.Equal("Running/Executing", runner.Status);
            runner.Journal.Clear();
            result = await runner.GiveAsync(new Stimulus.Continue());
            turns++;
        }

        Assert.Equal(("Finished/Finished", 101), (runner.Status, turns));
        Assert.Equal(200_004, result.State.JournalSequence);
    }

    [Fact]
    [Trait("Elsa", "E-20")]
    [Trait("Elsa", "X-15")]
    public async Task Turn_WhenItEndsAtItsLimit_OutputsAndLastResultGoOn()
    {
        var loop = Activity("Elsa.For", "L", ("end", Input("Int32", "Literal", 2)), ("body", Print("b")));
        var say = Activity("Elsa.WriteLine", "W", ("text", Script("getOutputFrom('L', 'CurrentValue') + '/' + getLastResult()")));
        var root = Sequence("S", loop, If("I", true, null), Print("p"), say);
        var runner = new Runner(Definition(root), maxActivitiesPerTurn: 1) { IsStoredBetweenTurns = true };
        var result = await runner.StartAsync();
        while (result.HasMore)
            result = await runner.GiveAsync(new Stimulus.Continue());
        Assert.Equal("b | b | b | p | 2/true", runner.Printed, ignoreCase: true);
        Assert.Null(runner.State!.LastResult);
    }

    [Fact]
    public async Task Definition_WhenItHasAThousandActivities_CompilesAndRunsQuickly()
    {
        var connections = string.Join(' ', Enumerable.Range(1, 999).Select(number => $"a{number}>a{number + 1}"));
        var watch = Stopwatch.StartNew();
        var runner = new Runner(Definition(Flowchart("F", connections)), maxActivitiesPerTurn: 5_000);
        await runner.StartAsync();
        Assert.Equal(("Finished/Finished", 1_000), (runner.Status, runner.Lines.Count));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"took {watch.Elapsed}");
    }
}
