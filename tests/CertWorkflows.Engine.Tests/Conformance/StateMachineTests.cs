using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;
using CertWorkflows.Engine.Tests.Execution;
using static CertWorkflows.Engine.Tests.Conformance.Blocks;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Conformance;

/// <summary>The state machine of 5.10.</summary>
public sealed class StateMachineTests
{
    [Theory]
    [Trait("Elsa", "A-44")]
    [InlineData("Gone", null)]
    [InlineData("open", null)]
    [InlineData(null, null)]
    [InlineData("Open", "Gone")]
    public async Task Start_WhenStateIsUnknown_Completes(string? initial, string? current)
    {
        var runner = await RunAsync(Sequence("S", Machine(initial, current, Transition("Open", "Shut", Event("E", "go"))), Print("end")));
        Assert.Equal(("end", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "A-44")]
    public async Task Start_WhenCurrentStateIsGiven_BeginsThere()
    {
        var machine = Machine("Open", "Shut", Transition("Open", "Shut", Event("E", "go")), Transition("Shut", "Open", Event("R", "back")));
        var runner = await RunAsync(machine);
        Assert.Equal(("in Shut", "R"), (runner.Printed, Assert.Single(runner.Bookmarks).ActivityId));
    }

    [Fact]
    [Trait("Elsa", "A-44")]
    public async Task Enter_WhenTransitionsHaveNoTriggerOrNoTarget_Completes()
    {
        var machine = Machine("Open", null, Transition("Open", "Shut", null), Transition("Open", "Nowhere", Event("E", "go")));
        var runner = await RunAsync(Sequence("S", machine, Print("end")));
        Assert.Equal(("in Open | end", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "A-45")]
    public async Task Trigger_WhenItCompletesAtOnce_TakesTheQueuedOnesBack()
    {
        var machine = Machine("Open", null, Transition("Open", "Shut", Print("now")), Transition("Open", "Shut", Event("E", "go")));
        var runner = await RunAsync(Sequence("S", machine, Print("end")));
        Assert.Equal(("in Open | now | out Open | in Shut | end", "Finished/Finished"), (runner.Printed, runner.Status));
        Assert.DoesNotContain("E Started", runner.Trace);
    }

    [Fact]
    [Trait("Elsa", "A-45")]
    public async Task Trigger_WhenItCompletesAtOnceAndNothingFollows_TakesTheQueuedOnesBack()
    {
        var machine = Bare("Open", Transition("Open", "Shut", Print("now")), Transition("Open", "Shut", Event("E", "go")));
        var runner = await RunAsync(Sequence("S", machine, Print("end")));
        Assert.Equal(("now | end", "Finished/Finished"), (runner.Printed, runner.Status));
        Assert.DoesNotContain("E Started", runner.Trace);
    }

    [Fact]
    [Trait("Elsa", "A-45")]
    public async Task Transition_WhenItLeadsToItsOwnState_LeavesAndEntersIt()
    {
        var machine = Machine("Open", null, Transition("Open", "Open", Event("E", "again")), Transition("Open", "Shut", Event("Q", "quit")));
        var runner = await RunAsync(machine);
        await runner.EventAsync("again");
        Assert.Equal(("in Open | out Open | in Open", 2), (runner.Printed, runner.Bookmarks.Count));
        await runner.EventAsync("again");
        await runner.EventAsync("quit");
        Assert.Equal("Finished/Finished", runner.Status);
        Assert.Equal("in Shut", runner.Lines[^1]);
    }

    [Fact]
    [Trait("Elsa", "A-45")]
    public async Task Transition_WhenItsActionWaits_HasCancelledTheCompetingTriggersAlready()
    {
        var machine = Machine(
            "Open", null, Transition("Open", "Shut", Event("E", "go"), action: Event("Act", "act")), Transition("Open", "Shut", Event("Q", "quit")));
        var runner = await RunAsync(machine);
        await runner.EventAsync("go");
        Assert.Equal("Act", Assert.Single(runner.Bookmarks).ActivityId);
        Assert.Contains("Q Canceled", runner.Trace);
        Assert.False((await runner.EventAsync("quit")).Consumed);
        await runner.EventAsync("act");
        Assert.Equal(("in Open | out Open | in Shut", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "A-45")]
    public async Task Condition_WhenItTurnsTrueLater_TakesTheTransition()
    {
        var transition = Transition("Open", "Shut", Event("E", "go"));
        transition["condition"] = Input("Boolean", "JavaScript", "variables.n = variables.n + 1; variables.n > 2");
        var runner = await RunAsync(Machine("Open", null, transition), Variable("n", "Int32", "0"));
        await runner.EventAsync("go");
        await runner.EventAsync("go");
        Assert.Equal(("in Open", "Running/Suspended"), (runner.Printed, runner.Status));
        await runner.EventAsync("go");
        Assert.Equal(("in Open | out Open | in Shut", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "A-45")]
    [Trait("Elsa", "R-10")]
    public async Task State_OfOneInstance_IsNotThatOfAnother()
    {
        var definition = Definition(Machine("Open", null, Transition("Open", "Shut", Event("E", "go")), Transition("Shut", "Open", Event("R", "back"))));
        var first = new Runner(definition);
        await first.StartAsync();
        await first.EventAsync("go");
        var second = new Runner(definition);
        await second.StartAsync();
        Assert.Equal(("R", "E"), (Assert.Single(first.Bookmarks).ActivityId, Assert.Single(second.Bookmarks).ActivityId));
    }

    [Fact]
    [Trait("Elsa", "A-45")]
    public async Task Condition_WhenItDoesNotParse_IsNamedWhenPublishing()
    {
        var transition = Transition("Open", "Shut", Event("E", "go"));
        transition["condition"] = Input("Boolean", "JavaScript", "variables.n >");
        var runner = await RunAsync(Bare("Other", transition));
        var problems = DefinitionValidator.Validate(
            runner.Workflow.Definition, runner.Registry, new ExpressionEvaluator(new ExpressionLimits()));
        Assert.Contains(problems, problem => problem.Code == "invalid-expression" && !problem.IsWarning);
    }

    private static JsonObject Machine(string? initial, string? current, params JsonObject[] transitions)
    {
        var machine = Bare(initial, transitions);
        machine["currentState"] = current;
        foreach (var state in machine["states"]!.AsArray())
        {
            state!["entry"] = Print($"in {state["name"]}");
            state["exit"] = Print($"out {state["name"]}");
        }

        return machine;
    }

    private static JsonObject Bare(string? initial, params JsonObject[] transitions) => Activity(
        "Elsa.StateMachine",
        "M",
        ("initialState", initial),
        ("states", new JsonArray(new JsonObject { ["name"] = "Open" }, new JsonObject { ["name"] = "Shut" })),
        ("transitions", new JsonArray([.. transitions])));

    private static JsonObject Transition(string from, string to, JsonObject? trigger, JsonObject? action = null)
        => new() { ["name"] = $"{from}-{to}", ["from"] = from, ["to"] = to, ["trigger"] = trigger, ["condition"] = null, ["action"] = action };
}
