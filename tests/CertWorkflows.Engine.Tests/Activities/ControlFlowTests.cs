using System.Text.Json.Nodes;
using CertWorkflows.Engine.Tests.Execution;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Activities;

/// <summary>Containers, branches and loops (5.1).</summary>
public sealed class ControlFlowTests
{
    [Theory]
    [Trait("Elsa", "A-3")]
    [InlineData("WaitAll", "two", "Running/Suspended", 1)]
    [InlineData("WaitAny", "two | end", "Finished/Finished", 0)]
    public async Task Fork_WhenOneBranchIsOver_GoesOnByItsMode(string mode, string printed, string status, int bookmarks)
    {
        var fork = Activity(
            "Elsa.Fork", "F", ("joinMode", mode), ("branches", new JsonArray(Event("one", "one"), Sequence("S", Event("E", "two"), Print("two")))));
        var runner = new Runner(Definition(Sequence("Root", fork, Print("end")))) { IsStoredBetweenTurns = true };
        await runner.StartAsync();
        await runner.EventAsync("two");
        Assert.Equal((printed, status, bookmarks), (runner.Printed, runner.Status, runner.Bookmarks.Count));
        await runner.EventAsync("one");
        Assert.Equal(("two | end", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Theory]
    [Trait("Elsa", "A-5")]
    [InlineData("MatchFirst", 12, "big | end")]
    [InlineData("MatchAny", 3, "other | end")]
    public async Task Switch_RunsTheCasesThatHold(string mode, int number, string printed)
    {
        var cases = new JsonArray(Case("n > 10", "big"), Case("n % 2 == 0", "even"), Case("n < 0", "neg"));
        var choose = Activity("Elsa.Switch", "X", ("cases", cases), ("mode", Text(mode)), ("default", Print("other")));
        await PrintsAsync(printed, Sequence("S", choose, Print("end")), Variable("n", "Int32", $"{number}"));
    }

    [Fact]
    [Trait("Elsa", "A-6")]
    public async Task While_WhenConditionTurns_Ends()
    {
        var body = Sequence("B", Say("p", "'pass ' + variables.n"), SetVariable("Inc", "n", Script("variables.n + 1")));
        var loop = Activity("Elsa.While", "W", ("condition", Input("Boolean", "JavaScript", "variables.n < 3")), ("body", body));
        await PrintsAsync("pass 0 | pass 1 | pass 2 | end", Sequence("S", loop, Print("end")), Variable("n", "Int32", "0"));
    }

    [Fact]
    [Trait("Elsa", "A-6")]
    [Trait("Elsa", "R-5")]
    public async Task While_WithoutBody_FaultsWhenItsConditionHolds()
    {
        var runner = Runner.Of(Activity("Elsa.While", "W", ("condition", Input("Boolean", "Literal", true))));
        await runner.StartAsync();
        Assert.Equal("Finished/Faulted", runner.Status);
        Assert.Contains("no body", runner.State!.Incidents[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Elsa", "A-7")]
    [Trait("Elsa", "X-14")]
    [InlineData(1, 3, 1, true, "1 | 2 | 3 | end")]
    [InlineData(1, 3, 1, false, "1 | 2 | end")]
    [InlineData(3, 1, -1, true, "3 | 2 | 1 | end")]
    [InlineData(3, 1, -2, false, "3 | end")]
    [InlineData(2147483646, 2147483647, 1, true, "2147483646 | 2147483647 | end")]
    [InlineData(2, 2, 0, false, "end")]
    public async Task For_WhenRangeIsGiven_RunsItsNumbers(int start, int end, int step, bool isInclusive, string printed)
    {
        var loop = Activity(
            "Elsa.For",
            "L",
            ("start", Input("Int32", "Literal", start)),
            ("end", Input("Int32", "Literal", end)),
            ("step", Input("Int32", "Literal", step)),
            ("outerBoundInclusive", Input("Boolean", "Literal", isInclusive)),
            ("body", Say("p", "getVariable('CurrentValue')")));
        await PrintsAsync(printed, Sequence("S", loop, Print("end")));
    }

    [Fact]
    [Trait("Elsa", "A-7")]
    [Trait("Elsa", "R-5")]
    public async Task For_WithoutBody_Completes()
        => await PrintsAsync("end", Sequence("S", Activity("Elsa.For", "L", ("end", Input("Int32", "Literal", 5))), Print("end")));

    [Fact]
    [Trait("Elsa", "A-10")]
    public async Task Break_InInnerLoop_LeavesTheOuterOneGoingOn()
    {
        var inner = ForEach(Script("[1,2]"), Sequence("B2", Say("i", "getVariable('CurrentValue')"), Activity("Elsa.Break", "Br")), "inner");
        await PrintsAsync("1 | next | 1 | next", ForEach(Script("['x','y']"), Sequence("B1", inner, Print("next")), "outer"));
    }

    [Fact]
    [Trait("Elsa", "A-10")]
    public async Task Break_InFlowchartOfLoop_EndsItWithWhatIsQueued()
        => await PrintsAsync("A | end", Sequence("S", ForEach(Script("[1,2]"), Flowchart("F", "A>Br Br>B", Activity("Elsa.Break", "Br"))), Print("end")));

    [Fact]
    [Trait("Elsa", "A-8")]
    public async Task ForEach_WhenItemsAreNull_Faults()
    {
        var runner = Runner.Of(ForEach(Script("null"), Print("p")));
        await runner.StartAsync();
        Assert.Equal("Finished/Faulted", runner.Status);
    }

    [Theory]
    [Trait("Elsa", "A-9")]
    [InlineData("'[1,2]'")]
    [InlineData("null")]
    [InlineData("5")]
    public async Task ParallelForEach_WhenItemsAreNoList_Completes(string items)
        => await PrintsAsync("end", Sequence("S", Activity("Elsa.ParallelForEach", "L", ("items", Script(items)), ("body", Print("p"))), Print("end")));

    [Fact]
    [Trait("Elsa", "A-11")]
    [Trait("Elsa", "A-13")]
    public async Task Complete_InLoop_EndsTheWorkflowWithItsOutcomes()
    {
        var runner = Runner.Of(ForEach(Script("[1,2]"), Sequence("B", Print("p"), Activity("Elsa.Complete", "C", ("outcomes", Text("Yes"))), Print("q"))));
        await runner.StartAsync();
        Assert.Equal(("p", "Finished/Finished"), (runner.Printed, runner.Status));
        Assert.Equal(["Yes"], runner.Journal.Last(entry => entry.EventName == "Completed").Outcomes);
        Assert.Contains("L Canceled", runner.Trace);
    }

    [Fact]
    [Trait("Elsa", "A-44")]
    [Trait("Elsa", "A-45")]
    public async Task StateMachine_WhenTriggersComplete_MovesFromStateToState()
    {
        var runner = new Runner(Definition(Sequence("S", Machine(), Print("end")))) { IsStoredBetweenTurns = true };
        await runner.StartAsync();
        Assert.Equal(("open in", 2), (runner.Printed, runner.Bookmarks.Count));
        await runner.EventAsync("close");
        Assert.Equal("open in | closing | open out | closed in", runner.Printed);
        Assert.Equal("lock", (string?)Assert.Single(runner.Bookmarks).Payload!["EventName"]);
        await runner.EventAsync("lock");
        Assert.Equal(("open in | closing | open out | closed in | end", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "A-45")]
    public async Task StateMachine_WhenConditionFails_WaitsForTheTriggerAgain()
    {
        var runner = new Runner(Definition(Machine("false"))) { IsStoredBetweenTurns = true };
        await runner.StartAsync();
        await runner.EventAsync("close");
        Assert.Equal(("open in", 2), (runner.Printed, runner.Bookmarks.Count));
    }

    private static JsonObject Machine(string condition = "true") => Activity(
        "Elsa.StateMachine",
        "M",
        ("initialState", "Open"),
        ("states", new JsonArray(
            new JsonObject { ["name"] = "Open", ["entry"] = Print("open in"), ["exit"] = Print("open out") },
            new JsonObject { ["name"] = "Closed", ["entry"] = Print("closed in") },
            new JsonObject { ["name"] = "Locked" })),
        ("transitions", new JsonArray(
            Transition("Open", "Closed", Event("close", "close"), condition, Print("closing")),
            Transition("Open", "Locked", Event("force", "force"), "true"),
            Transition("Closed", "Locked", Event("lock", "lock"), "true"))));

    private static JsonObject Transition(string from, string to, JsonObject trigger, string condition, JsonObject? action = null) => new()
    {
        ["name"] = $"{from}-{to}",
        ["from"] = from,
        ["to"] = to,
        ["trigger"] = trigger,
        ["condition"] = Input("Boolean", "JavaScript", condition),
        ["action"] = action,
    };

    private static JsonObject ForEach(JsonObject items, JsonObject body, string id = "L")
        => Activity("Elsa.ForEach", id, ("items", items), ("body", body));

    private static JsonObject Case(string condition, string label) => new()
    {
        ["label"] = label,
        ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = $"var n = variables.n; {condition}" },
        ["activity"] = Print(label),
    };

    private static JsonObject Say(string id, string script) => Activity("Elsa.WriteLine", id, ("text", Input("String", "JavaScript", script)));

    private static async Task PrintsAsync(string printed, JsonObject root, params JsonObject[] variables)
    {
        var runner = Runner.Of(root, ("variables", new JsonArray([.. variables])));
        await runner.StartAsync();
        Assert.Equal((printed, "Finished/Finished"), (runner.Printed, runner.Status));
    }
}
