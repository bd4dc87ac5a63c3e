using System.Text.Json.Nodes;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Tests.Execution;
using static CertWorkflows.Engine.Tests.Conformance.Blocks;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Conformance;

/// <summary>The journals of chapter 10's flowcharts, written down from the specification: <c>a+</c> Started, <c>a-</c> Completed,
/// <c>a~</c> Suspended, <c>a&gt;</c> Resumed, <c>ax</c> Canceled, <c>a!</c> Faulted. The workflow node is left out.</summary>
public sealed class FlowchartTraceTests
{
    private const FlowchartMode Counts = FlowchartMode.CounterBased;
    private const FlowchartMode Tokens = FlowchartMode.TokenBased;

    [Theory]
    [Trait("Elsa", "X-2")]
    [Trait("Elsa", "F-13")]
    [InlineData(Counts)]
    [InlineData(Tokens)]
    public Task W1_BreadthFirst(FlowchartMode mode) => TracesAsync(
        mode,
        "F+ Order+ Order- Pay+ Pay- Pack+ Pack- Bill+ Bill- Ship+ Ship- Close+ Close- F-",
        Flowchart("F", "Order>Pay Order>Pack Pay>Bill Pack>Ship Bill>Close Ship>Close"));

    [Theory]
    [Trait("Elsa", "F-12")]
    [Trait("Elsa", "F-13")]
    [InlineData(Counts)]
    [InlineData(Tokens)]
    public Task W2_DecisionAndMerge(FlowchartMode mode) => TracesAsync(
        mode,
        "F+ Vip+ Vip- Plain+ Plain- Send+ Send- F-",
        Flowchart("F", "Vip:True>Gift Vip:False>Plain Gift>Send Plain>Send", Decision("Vip", false)));

    [Theory]
    [Trait("Elsa", "F-7")]
    [Trait("Elsa", "F-9")]
    [InlineData(Counts)]
    [InlineData(Tokens)]
    public Task W3_Loop(FlowchartMode mode) => TracesAsync(
        mode,
        "F+ Init+ Init- More+ More- Body+ Body- Inc+ Inc- More+ More- Body+ Body- Inc+ Inc- More+ More- After+ After- F-",
        Flowchart(
            "F",
            "Init>More More:True>Body Body>Inc Inc>More More:False>After",
            SetVariable("Init", "n", Input("Object", "Literal", 0)),
            Activity("Elsa.FlowDecision", "More", ("condition", Input("Boolean", "JavaScript", "variables.n < 2"))),
            SetVariable("Inc", "n", Script("variables.n + 1"))));

    [Theory]
    [Trait("Elsa", "F-14")]
    [Trait("Elsa", "F-20")]
    [InlineData(Counts)]
    [InlineData(Tokens)]
    public Task W4_JoinWaitsForAny(FlowchartMode mode) => TracesAsync(
        mode,
        "F+ S+ S- Mail+ Mail~ Phone+ Phone~ Phone> Phone- Mailx J+ J- Answered+ Answered- F-",
        Join("WaitAny"),
        "phone");

    [Theory]
    [Trait("Elsa", "F-13")]
    [Trait("Elsa", "F-20")]
    [InlineData(Counts)]
    [InlineData(Tokens)]
    public Task W4_JoinWaitsForAll(FlowchartMode mode) => TracesAsync(
        mode,
        "F+ S+ S- Mail+ Mail~ Phone+ Phone~ Phone> Phone- Mail> Mail- J+ J- Answered+ Answered- F-",
        Join("WaitAll"),
        "phone",
        "mail");

    [Theory]
    [Trait("Elsa", "F-19")]
    [Trait("Elsa", "F-22")]
    [InlineData(Counts, "Race", "Y> Y- X> X- M+ M- T+ T- F-")]
    [InlineData(Tokens, "None", "Y> Y- X> X- M+ M- T+ T- F-")]
    [InlineData(Tokens, "Merge", "Y> Y- X> X- M+ M- T+ T- F-")]
    [InlineData(Tokens, "Converge", "Y> Y- X> X- M+ M- T+ T- F-")]
    [InlineData(Tokens, "Cascade", "Y> Y- M+ M- T+ T- X> X- F-")]
    [InlineData(Tokens, "Race", "Y> Y- Xx M+ M- T+ T- F-")]
    public Task W5_MergeModes(FlowchartMode mode, string mergeMode, string trace) => TracesAsync(
        mode,
        "F+ S+ S- X+ X~ Y+ Y~ " + trace,
        Flowchart("F", "S>X S>Y X>M Y>M M>T", Event("X", "x"), Event("Y", "y"), Merging("M", mergeMode)),
        "y",
        "x");

    [Fact]
    [Trait("Elsa", "S-9")]
    [Trait("Elsa", "X-5")]
    public Task W13_Fault() => TracesAsync(
        Counts, "F+ s+ s- X+ X! p+ p- q+ q-", Flowchart("F", "s>X s>p p>q", Activity("Elsa.Fault", "X", ("message", Text("boom")))));

    [Theory]
    [Trait("Elsa", "F-5")]
    [Trait("Elsa", "X-9")]
    [InlineData(Counts)]
    [InlineData(Tokens)]
    public Task End_CompletesTheFlowchartAndCancelsWhatHasStarted(FlowchartMode mode) => TracesAsync(
        mode, "F+ S+ S- E+ E~ e+ e- Ex F- q+ q-", Flowchart("F", "S>E S>e S>q E>never q>never2", Event("E", "go"), End("e")));

    [Fact]
    [Trait("Elsa", "F-7")]
    [Trait("Elsa", "B-7")]
    public async Task Graph_WhenATriggerStartsIt_IsSeenFromThere()
    {
        // from a, S>a would be the way in; from the trigger T, a>T closes the circle and leads back
        var runner = new Runner(Definition(Flowchart("F", "S>a a>T T>W W>a", Event("T", "ping"), Event("W", "go"))));
        await runner.GiveAsync(new Stimulus.Start(new Dictionary<string, object?>(), TriggerActivityId: "T"));
        await runner.EventAsync("go");
        Assert.Equal(("a", "T"), (runner.Printed, Assert.Single(runner.Bookmarks).ActivityId));
    }

    [Theory]
    [Trait("Elsa", "F-2")]
    [InlineData("a>b go>c", "c")]
    [InlineData("a>b x>c", "a | b")]
    public async Task Start_IsTheFirstThatMatches(string connections, string printed)
    {
        var runner = await RunAsync(Flowchart("F", connections, Activity("Elsa.Start", "go")));
        Assert.Equal(printed, runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "F-2")]
    public async Task Start_WhenAChildCanStartTheWorkflow_IsThatChild()
    {
        var marked = Print("m");
        marked["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        var runner = await RunAsync(Flowchart("F", "a>b b>m m>c", marked));
        Assert.Equal("m | c", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "F-2")]
    public async Task Start_WhenEveryChildHasAnInboundConnection_IsTheFirst()
    {
        var runner = await RunAsync(Flowchart("F", "a>E E>a", Event("E", "go")));
        Assert.Equal(("a", "E"), (runner.Printed, Assert.Single(runner.Bookmarks).ActivityId));
    }

    private static JsonObject Join(string mode) => Flowchart(
        "F", "S>Mail S>Phone Mail>J Phone>J J>Answered", Event("Mail", "mail"), Event("Phone", "phone"), Json.Join("J", mode));

    private static JsonObject Merging(string id, string mergeMode)
    {
        var activity = Print(id);
        activity["customProperties"] = new JsonObject { ["mergeMode"] = mergeMode };
        return activity;
    }

    private static async Task TracesAsync(FlowchartMode mode, string trace, JsonObject root, params string[] events)
    {
        var runner = new Runner(Definition(root, ("variables", new JsonArray(Variable("n", "Int32", "0"))))) { IsStoredBetweenTurns = true };
        await runner.GiveAsync(new Stimulus.Start(new Dictionary<string, object?>()) { FlowchartMode = mode });
        foreach (var name in events)
            await runner.EventAsync(name);
        Assert.Equal(trace, string.Join(' ', runner.Journal.Where(entry => entry.Node.Parent is not null).Select(Sign)));
    }

    private static string Sign(JournalEntry entry) => entry.ActivityId + entry.EventName switch
    {
        JournalEvents.Started => "+",
        JournalEvents.Completed => "-",
        JournalEvents.Suspended => "~",
        JournalEvents.Resumed => ">",
        JournalEvents.Canceled => "x",
        JournalEvents.Faulted => "!",
        var other => "?" + other,
    };
}
