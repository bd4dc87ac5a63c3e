using System.Text.Json.Nodes;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Tests.Execution;
using static CertWorkflows.Engine.Tests.Conformance.Blocks;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Conformance;

/// <summary>A turn that ends at its activity limit is not seen in what the workflow does: a burst stays one burst .</summary>
public sealed class YieldTests
{
    [Theory]
    [Trait("Elsa", "A-20")]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task Trigger_WhenItIsReachedInALaterTurnOfItsBurst_GoesOnAtOnce(int limit)
    {
        var runner = await RunAsync(
            Sequence("S", Print("a"), Event("T", "ping"), Print("b")),
            limit,
            new Stimulus.Start(new Dictionary<string, object?>(), TriggerActivityId: "T"));
        Assert.Equal(("a | b", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Theory]
    [Trait("Elsa", "F-2")]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task Flowchart_WhenItBeginsInALaterTurnOfItsBurst_BeginsAtTheTrigger(int limit)
    {
        var runner = await RunAsync(
            Sequence("S", Print("a"), Flowchart("F", "x>T T>b", Event("T", "ping"))),
            limit,
            new Stimulus.Start(new Dictionary<string, object?>(), TriggerActivityId: "T"));
        Assert.Equal(("a | b", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Theory]
    [Trait("Elsa", "A-20")]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task Trigger_AfterAWait_WaitsAgain(int limit)
    {
        var runner = await RunAsync(
            Sequence("S", Event("E", "go"), Event("T", "ping"), Print("b")),
            limit,
            new Stimulus.Start(new Dictionary<string, object?>(), TriggerActivityId: "T"));
        await DriveAsync(runner, new Stimulus.SendEvent("go", null));
        Assert.Equal("T", Assert.Single(runner.Bookmarks).ActivityId);
    }

    [Theory]
    [Trait("Elsa", "E-2")]
    [Trait("Elsa", "E-3")]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task Inputs_OfALoopUnderWay_AreEvaluatedOnceABurst(int limit)
    {
        var items = Input("List<Object>", "JavaScript", "variables.n = variables.n + 1; ['a','b','c']");
        var runner = await RunAsync(
            Sequence("S", ForEach("L", items, Print("p")), Say("q", "'evaluated ' + variables.n")), limit, variables: Variable("n", "Int32", "0"));
        Assert.Equal("p | p | p | evaluated 1", runner.Printed);
    }

    [Theory]
    [Trait("Elsa", "A-8")]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task Items_WhenTheBodyEmptiesTheirVariable_StayThoseOfTheBurst(int limit)
    {
        var items = Input("List<Object>", "JavaScript", "variables.list");
        var body = Sequence("B", Say("p", "variables.CurrentValue"), SetVariable("clear", "list", Script("[]")));
        var runner = await RunAsync(ForEach("L", items, body), limit, variables: Variable("list", "Object", "[\"a\",\"b\",\"c\"]"));
        Assert.Equal("a | b | c", runner.Printed);
    }

    [Theory]
    [InlineData("Cascade")]
    [InlineData("Race")]
    [Trait("Elsa", "F-19")]
    public async Task Tokens_WhenALoopGoesRoundManyTimes_StayBounded(string mergeMode)
    {
        var head = SetVariable("M", "n", Script("variables.n + 1"));
        head["customProperties"] = new JsonObject { ["mergeMode"] = mergeMode };
        var root = Flowchart(
            "F", "S>M M>D D:True>M D:False>T", head, Activity("Elsa.FlowDecision", "D", ("condition", Input("Boolean", "JavaScript", "variables.n < 400"))));
        var runner = new Runner(Definition(root, ("variables", new JsonArray(Variable("n", "Int32", "0")))), maxActivitiesPerTurn: 100)
        {
            IsStoredBetweenTurns = true,
        };
        var longest = 0;
        await DriveAsync(
            runner,
            new Stimulus.Start(new Dictionary<string, object?>()) { FlowchartMode = FlowchartMode.TokenBased },
            result => longest = Math.Max(longest, result.State.ToJson().Length));
        Assert.Equal(("S | T", "Finished/Finished"), (runner.Printed, runner.Status));
        Assert.InRange(longest, 1, 3_000);
    }

    private static async Task<Runner> RunAsync(JsonObject root, int limit, Stimulus? start = null, params JsonObject[] variables)
    {
        var runner = new Runner(Definition(root, ("variables", new JsonArray([.. variables]))), maxActivitiesPerTurn: limit) { IsStoredBetweenTurns = true };
        await DriveAsync(runner, start ?? new Stimulus.Start(new Dictionary<string, object?>()));
        return runner;
    }

    private static async Task DriveAsync(Runner runner, Stimulus stimulus, Action<TurnResult>? look = null)
    {
        var result = await runner.GiveAsync(stimulus);
        look?.Invoke(result);
        while (result.HasMore)
        {
            result = await runner.GiveAsync(new Stimulus.Continue());
            look?.Invoke(result);
        }
    }
}
