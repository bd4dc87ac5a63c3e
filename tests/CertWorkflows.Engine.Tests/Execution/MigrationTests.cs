using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using FsCheck.Fluent;
using FsCheck.Xunit;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Execution;

public sealed class MigrationTests
{
    private static readonly ActivityRegistry Registry = new(BuiltInActivities.All);
    private static readonly WorkflowInterpreter Interpreter = new(new ExpressionEvaluator(new ExpressionLimits()));

    [Fact]
    [Trait("Elsa", "S-15")]
    public async Task Migrate_WhenStepsAreAddedAroundTheWaitingOne_NeverRepeatsAndGoesOn()
    {
        var (runner, plan, moved) = await MoveAsync(
            Sequence("S", Print("a"), Event("E", "go"), Print("b")),
            Sequence("S", Print("new"), Print("a"), Print("new2"), Event("E", "go"), Print("b"), Print("c")));

        Assert.True(plan.IsPossible);
        Assert.Equal((2, "version-2"), (moved!.DefinitionVersion, moved.DefinitionVersionId));
        Assert.Equal(runner.Bookmarks.Select(b => b.Id), moved.Bookmarks.Select(b => b.Id));
        Assert.Equal("b | c", await FinishAsync(Sequence("S", Print("new"), Print("a"), Print("new2"), Event("E", "go"), Print("b"), Print("c")), moved));
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("moved")]
    [InlineData("retyped")]
    [InlineData("repeats")]
    [InlineData("repeats-nested")]
    [InlineData("container")]
    [Trait("Elsa", "S-15")]
    public async Task Migrate_WhenItCannotBeMapped_SaysWhyAndChangesNothing(string change)
    {
        var then = Sequence("S", Print("a"), Event("E", "go"), Print("b"));
        var (now, message) = change switch
        {
            "gone" => (Sequence("S", Print("a"), Print("b")), "'E' is under way and no longer exists."),
            "moved" => (Sequence("S", Print("a"), Sequence("T", Event("E", "go"))), "'E' is under way and has moved into another container."),
            "retyped" => (Sequence("S", Print("a"), Print("E")), "'E' is under way and has become a Elsa.WriteLine (it is a Elsa.Event)."),
            "repeats" => (Sequence("S", Event("E", "go"), Print("a")), "'a' has run or been passed already and would run again."),
            "repeats-nested" => (Sequence("S", Event("E", "go"), If("I", true, Print("a"))), "'a' has run or been passed already and would run again."),
            _ => (If("S", true, Event("E", "go")), "'S' is under way and has become a Elsa.If (it is a Elsa.Sequence)."),
        };
        var (runner, plan, moved) = await MoveAsync(then, now);

        Assert.Null(moved);
        Assert.Equal(message, Assert.Single(plan.Problems).Message);
        Assert.Equal(1, runner.State!.DefinitionVersion);
    }

    [Fact]
    [Trait("Elsa", "S-15")]
    [Trait("Elsa", "F-11")]
    public async Task Migrate_OfAFlowchart_NeitherRepeatsNorHangsAtTheJoin()
    {
        var now = Flowchart("F", "S>E S>A A>J E>F F>J J>j A>N N>J", Event("E", "go"));
        var (_, plan, moved) = await MoveAsync(Flowchart("F", "S>E S>A A>J E>J J>j", Event("E", "go")), now);

        Assert.Empty(plan.Problems);
        Assert.Equal("F | J | j", await FinishAsync(now, moved!));
    }

    [Fact]
    [Trait("Elsa", "S-15")]
    public async Task Migrate_WhenALoopBackToAFinishedStepIsNew_IsRefused()
    {
        var (_, plan, moved) = await MoveAsync(
            Flowchart("F", "S>A A>E E>z", Event("E", "go")), Flowchart("F", "S>A A>E E>z E>A", Event("E", "go")));

        Assert.Null(moved);
        Assert.Contains(plan.Problems, problem => problem.NodeId == "Workflow1:F:A");
    }

    [Fact]
    [Trait("Elsa", "S-15")]
    public async Task Migrate_WhenTheJoinLosesTheBranchItWaitsFor_IsRefused()
    {
        var (_, plan, _) = await MoveAsync(
            Flowchart("F", "S>E S>A A>J E>J J>j", Event("E", "go")), Flowchart("F", "S>E S>A A>J E>z J>j", Event("E", "go")));

        Assert.Equal("'J' waits only for connections that no longer exist: nothing would start it any more.", Assert.Single(plan.Problems).Message);
    }

    [Fact]
    [Trait("Elsa", "S-15")]
    [Trait("Elsa", "S-16")]
    public async Task Migrate_OfAFaultedInstance_RetriesWithTheNewVersion()
    {
        var (runner, plan, moved) = await MoveAsync(
            Sequence("S", Print("a"), Activity("Elsa.WriteLine", "X", ("text", Script("boom()"))), Print("b")),
            Sequence("S", Print("a"), Activity("Elsa.WriteLine", "X", ("text", Text("repaired"))), Print("b")));
        Assert.Equal(("a", "Finished/Faulted"), (runner.Printed, runner.Status));
        Assert.True(plan.IsPossible);

        var workflow = Compile(Sequence("S", Print("a"), Activity("Elsa.WriteLine", "X", ("text", Text("repaired"))), Print("b")), 2);
        var result = await GiveAsync(workflow, moved!, new Stimulus.RetryFaulted(null));
        Assert.Equal(("repaired | b", WorkflowSubStatus.Finished), (string.Join(" | ", result.Lines), result.State.SubStatus));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Elsa", "S-15")]
    [Trait("Elsa", "A-43")]
    [Trait("Elsa", "D-7")]
    public async Task Migrate_InsideAWorkflowUsedAsActivity_GoesOnThereAndNeverRepeats(bool repeats)
    {
        var innermost = Used("innermost", "Innermost", Print("i"));
        var outer = Definition(Sequence("S", Print("a"), Activity("Inner", "K"), Print("z")));
        var runner = new Runner(outer, [Used("inner", "Inner", Sequence("T", Print("x"), Event("E", "go"), Print("b")))]);
        await runner.StartAsync();
        Assert.Equal(("a | x", "Running/Suspended"), (runner.Printed, runner.Status));

        var root = repeats ? Sequence("T", Event("E", "go"), Print("x")) : Sequence("T", Print("x"), Event("E", "go"), Activity("Innermost", "M"));
        var types = new ActivityRegistry([.. BuiltInActivities.All, Used("inner", "Inner", root), innermost]);
        var to = CompiledWorkflow.Compile(DefinitionReader.Read(outer.ToJsonString()), types);
        var plan = InstanceMigration.Plan(runner.Workflow, to, runner.State!);
        if (repeats)
        {
            Assert.Equal("'x' has run or been passed already and would run again.", Assert.Single(plan.Problems).Message);
            return;
        }

        Assert.Empty(plan.Problems);
        Assert.Equal(("Workflow2:S:K:Workflow1:T:E", "Workflow3:S:K:Workflow2:T:E"), (plan.Steps[^1].From, plan.Steps[^1].To));
        var moved = InstanceMigration.Apply(plan, to, runner.State!, runner.Now).State;
        var result = await GiveAsync(to, InstanceState.FromJson(moved.ToJson()), new Stimulus.SendEvent("go", null));
        Assert.Equal(("i | z", WorkflowSubStatus.Finished), (string.Join(" | ", result.Lines), result.State.SubStatus));
    }

    private static WorkflowAsActivity Used(string id, string name, JsonObject root) =>
        new(DefinitionReader.Read(Definition(root, ("definitionId", id), ("name", name)).ToJsonString()));

    /// <summary>Whatever is inserted and dropped around a waiting step: either it is refused, or no step ever runs twice and all old ones ahead that are kept run.</summary>
    [Property(MaxTest = 200)]
    [Trait("Elsa", "S-15")]
    public FsCheck.Property Migrate_OfAnySequence_RunsNoStepTwice()
    {
        var steps = Gen.Choose(0, 9).NonEmptyListOf().Select(list => list.Distinct().Select(n => $"p{n}").ToList());
        var case_ = from then in steps from now in steps from at in Gen.Choose(0, 9) from to in Gen.Choose(0, 9) select (then, now, at, to);
        return Prop.ForAll(case_.ToArbitrary(), data =>
        {
            var (then, now) = (With(data.then, data.at), With(data.now, data.to));
            var (runner, plan, moved) = MoveAsync(then, now).GetAwaiter().GetResult();
            var before = runner.Lines;
            var ahead = data.now.Skip(Math.Min(data.to, data.now.Count)).ToList();
            if (!plan.IsPossible)
                return ahead.Intersect(before).Any();
            var after = FinishAsync(now, moved!).GetAwaiter().GetResult();
            return !ahead.Intersect(before).Any() && after == string.Join(" | ", ahead);
        });

        static JsonObject With(List<string> prints, int at)
        {
            var activities = prints.Select(Print).ToList();
            activities.Insert(Math.Min(at, prints.Count), Event("E", "go"));
            return Sequence("S", activities);
        }
    }

    [Theory]
    [InlineData(FlowchartMode.CounterBased)]
    [InlineData(FlowchartMode.TokenBased)]
    [Trait("Elsa", "S-15")]
    [Trait("Elsa", "F-11")]
    public async Task Migrate_WithAMapOfNewIds_GoesOnWhereItStood(FlowchartMode mode)
    {
        var then = Flowchart("F", "S>T S>A A>J T>J J>end", Sequence("T", Print("one"), Event("E", "go"), Print("two")), Join("J", "WaitAll"));
        var now = Flowchart("F", "S>Talk S>First First>Meet Talk>Meet Meet>end", Sequence("Talk", Print("one"), Event("Ask", "go"), Print("two")), Join("Meet", "WaitAll"));
        var map = Map("F:T F:Talk", "F:T:E F:Talk:Ask", "F:A F:First", "F:J F:Meet");
        var (runner, plan, moved) = await MoveAsync(then, now, map, mode);

        Assert.Empty(plan.Problems);
        Assert.Equal(("Ask", "Workflow1:F:Talk:Ask"), (Assert.Single(moved!.Bookmarks).ActivityId, moved.Bookmarks[0].NodeId));
        Assert.Equal(runner.Bookmarks.Select(b => b.Id), moved.Bookmarks.Select(b => b.Id));
        Assert.Equal("two | end", await FinishAsync(now, moved));
        Assert.False((await MoveAsync(then, now, null, mode)).Plan.IsPossible);
    }

    [Theory]
    [InlineData("S:E S:F", "'Workflow1:S:F', which the other version does not have")]
    [InlineData("S:X S:E", "'Workflow1:S:X', which the version that it runs on does not have")]
    [InlineData("S:E S:b", "makes 'E', a Elsa.Event, the Elsa.WriteLine 'b'")]
    [InlineData("S:E S:T:E2", "moves 'E' out of its container 'S'")]
    [InlineData("S:a S:b", "'a' and 'b' the same activity 'b'")]
    [InlineData(" S", "workflow itself")]
    [Trait("Elsa", "S-15")]
    public async Task Migrate_WithAMapThatDoesNotFit_IsRefusedByName(string entry, string message)
    {
        var (_, plan, moved) = await MoveAsync(
            Sequence("S", Print("a"), Event("E", "go"), Print("b")),
            Sequence("S", Print("a"), Event("E", "go"), Print("b"), Sequence("T", Event("E2", "go"))),
            Map(entry));
        Assert.Null(moved);
        Assert.Contains(message, Assert.Single(plan.Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"CurrentIndex\":2", "\"CurrentIndex\":\"x\"")]
    [InlineData("\"nodeId\":\"Workflow1:S:E\"", "\"nodeId\":\"Workflow1:S:gone\"")]
    [Trait("Elsa", "S-15")]
    public async Task Migrate_OfADamagedState_IsRefused(string there, string damaged)
    {
        var runner = Runner.Of(Sequence("S", Print("a"), Event("E", "go"), Print("b")));
        await runner.StartAsync();
        var json = runner.State!.ToJson();
        Assert.Contains(there, json, StringComparison.Ordinal);
        var plan = InstanceMigration.Plan(runner.Workflow, runner.Workflow, InstanceState.FromJson(json.Replace(there, damaged, StringComparison.Ordinal)));
        Assert.Contains("is damaged", Assert.Single(plan.Problems).Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Map(params string[] entries) => entries.Select(entry => entry.Split(' ')).ToDictionary(pair => NodeId(pair[0]), pair => NodeId(pair[1]));

    private static string NodeId(string path) => path.Length == 0 ? "Workflow1" : $"Workflow1:{path}";

    [Fact]
    public async Task Migrate_ToTheSameGraph_ChangesNothingButTheVersion()
    {
        var root = Flowchart("F", "S>E S>A A>J E>J J>j", Event("E", "go"));
        var (runner, plan, moved) = await MoveAsync(root, root);

        Assert.True(plan.IsPossible);
        var old = JsonNode.Parse(runner.State!.ToJson())!;
        var now = JsonNode.Parse(moved!.ToJson())!;
        Assert.True(JsonNode.DeepEquals(old["contexts"], now["contexts"]), $"{old["contexts"]}\n{now["contexts"]}");
        Assert.True(JsonNode.DeepEquals(old["bookmarks"], now["bookmarks"]));
    }

    private static async Task<(Runner Runner, MigrationPlan Plan, InstanceState? Moved)> MoveAsync(
        JsonObject then, JsonObject now, IReadOnlyDictionary<string, string>? map = null, FlowchartMode mode = FlowchartMode.CounterBased)
    {
        var runner = new Runner(Definition(then.DeepClone().AsObject()), flowcharts: mode);
        await runner.StartAsync();
        var before = runner.State!.ToJson();
        var to = Compile(now, 2);
        var plan = InstanceMigration.Plan(runner.Workflow, to, runner.State, map);
        var moved = plan.IsPossible ? InstanceMigration.Apply(plan, to, runner.State, runner.Now).State : null;
        Assert.Equal(before, runner.State.ToJson());
        return (runner, plan, moved is null ? null : InstanceState.FromJson(moved.ToJson()));
    }

    private static async Task<string> FinishAsync(JsonObject now, InstanceState moved)
    {
        var result = await GiveAsync(Compile(now, 2), moved, new Stimulus.SendEvent("go", null));
        Assert.Equal(WorkflowSubStatus.Finished, result.State.SubStatus);
        return string.Join(" | ", result.Lines);
    }

    private static Task<TurnResult> GiveAsync(CompiledWorkflow workflow, InstanceState state, Stimulus stimulus) =>
        Interpreter.RunAsync(workflow, state, default, stimulus, new SimpleTurn(Runner.Start0, 7), CancellationToken.None).AsTask();

    private static CompiledWorkflow Compile(JsonObject root, int version) => CompiledWorkflow.Compile(
        DefinitionReader.Read(Definition(root.DeepClone().AsObject(), ("id", $"version-{version}"), ("version", version)).ToJsonString()), Registry);
}
