using System.Text.Json.Nodes;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Tests.Execution;
using static CertWorkflows.Engine.Tests.Conformance.Blocks;
using static CertWorkflows.Engine.Tests.Conformance.ExampleTrace;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Conformance;

/// <summary>The flowcharts of chapter 10 as golden traces written down from the specification, and where flowcharts start and end.</summary>
public sealed class FlowchartTraceTests
{
    private const FlowchartMode Counts = FlowchartMode.CounterBased;
    private const FlowchartMode Tokens = FlowchartMode.TokenBased;

    [Theory]
    [Trait("Elsa", "W-1")]
    [Trait("Elsa", "X-2")]
    [Trait("Elsa", "F-1")]
    [Trait("Elsa", "F-3")]
    [Trait("Elsa", "F-4")]
    [Trait("Elsa", "F-13")]
    [InlineData(Counts)]
    [InlineData(Tokens)]
    public Task W1_BreadthFirst(FlowchartMode mode) => IsAsync(
        "F+ Order+ Order- Pay+ Pay- Pack+ Pack- Bill+ Bill- Ship+ Ship- Close+ Close- F-",
        "Order | Pay | Pack | Bill | Ship | Close",
        Finished,
        Flowchart("F", "Order>Pay Order>Pack Pay>Bill Pack>Ship Bill>Close Ship>Close"),
        mode: mode);

    [Theory]
    [Trait("Elsa", "W-2")]
    [Trait("Elsa", "F-12")]
    [Trait("Elsa", "F-13")]
    [InlineData(Counts)]
    [InlineData(Tokens)]
    public Task W2_DecisionAndMerge(FlowchartMode mode) => IsAsync(
        "F+ Vip+ Vip- Plain+ Plain- Send+ Send- F-",
        "Plain | Send",
        Finished,
        Flowchart("F", "Vip:True>Gift Vip:False>Plain Gift>Send Plain>Send", Decision("Vip", false)),
        mode: mode);

    [Theory]
    [Trait("Elsa", "W-3")]
    [Trait("Elsa", "F-7")]
    [Trait("Elsa", "F-8")]
    [Trait("Elsa", "F-9")]
    [InlineData(Counts)]
    [InlineData(Tokens)]
    public Task W3_Loop(FlowchartMode mode) => IsAsync(
        "F+ Init+ Init- More+ More- Body+ Body- Inc+ Inc- More+ More- Body+ Body- Inc+ Inc- More+ More- After+ After- F-",
        "pass 0 | pass 1 | After",
        Finished,
        Flowchart(
            "F",
            "Init>More More:True>Body Body>Inc Inc>More More:False>After",
            SetVariable("Init", "n", Input("Object", "Literal", 0)),
            Activity("Elsa.FlowDecision", "More", ("condition", Input("Boolean", "JavaScript", "variables.n < 2"))),
            Say("Body", "'pass ' + variables.n"),
            SetVariable("Inc", "n", Script("variables.n + 1"))),
        mode: mode);

    [Theory]
    [Trait("Elsa", "W-4")]
    [Trait("Elsa", "F-14")]
    [Trait("Elsa", "F-15")]
    [Trait("Elsa", "F-16")]
    [Trait("Elsa", "F-20")]
    [InlineData(Counts)]
    [InlineData(Tokens)]
    public async Task W4_JoinWaitsForAny(FlowchartMode mode)
    {
        await IsAsync("F+ S+ S- Mail+ Mail~ Phone+ Phone~", "S", Suspended, Join("WaitAny"), mode: mode, bookmarks: 2);
        await IsAsync(
            "F+ S+ S- Mail+ Mail~ Phone+ Phone~ | Phone> Phone- Mailx J+ J- Answered+ Answered- F-", "S | Answered", Finished, Join("WaitAny"), ["phone"], mode);
    }

    [Theory]
    [Trait("Elsa", "W-4")]
    [Trait("Elsa", "F-13")]
    [Trait("Elsa", "F-20")]
    [InlineData(Counts)]
    [InlineData(Tokens)]
    public async Task W4_JoinWaitsForAll(FlowchartMode mode)
    {
        await IsAsync("F+ S+ S- Mail+ Mail~ Phone+ Phone~ | Phone> Phone-", "S", Suspended, Join("WaitAll"), ["phone"], mode, bookmarks: 1);
        await IsAsync(
            "F+ S+ S- Mail+ Mail~ Phone+ Phone~ | Phone> Phone- | Mail> Mail- J+ J- Answered+ Answered- F-",
            "S | Answered",
            Finished,
            Join("WaitAll"),
            ["phone", "mail"],
            mode);
    }

    [Theory]
    [Trait("Elsa", "W-5")]
    [Trait("Elsa", "F-1")]
    [Trait("Elsa", "F-18")]
    [Trait("Elsa", "F-19")]
    [Trait("Elsa", "F-22")]
    [InlineData(Counts, "Race", "Y> Y- | X> X- M+ M- T+ T- F-")]
    [InlineData(Tokens, "None", "Y> Y- | X> X- M+ M- T+ T- F-")]
    [InlineData(Tokens, "Stream", "Y> Y- | X> X- M+ M- T+ T- F-")]
    [InlineData(Tokens, "merge", "Y> Y- | X> X- M+ M- T+ T- F-")]
    [InlineData(Tokens, "Converge", "Y> Y- | X> X- M+ M- T+ T- F-")]
    [InlineData(Tokens, "Race", "Y> Y- Xx M+ M- T+ T- F-")]
    public Task W5_MergeModes(FlowchartMode mode, string mergeMode, string trace) => IsAsync(
        "F+ S+ S- X+ X~ Y+ Y~ | " + trace, "S | M | T", Finished, Merge(mergeMode), ["y", "x"], mode);

    [Fact]
    [Trait("Elsa", "W-5")]
    [Trait("Elsa", "F-23")]
    [Trait("Elsa", "R-4")]
    public async Task W5_Cascade_InsteadOfTheDefectF23_TheLateArmFinishesTheFlowchart()
    {
        await IsAsync("F+ S+ S- X+ X~ Y+ Y~ | Y> Y- M+ M- T+ T-", "S | M | T", Suspended, Merge("Cascade"), ["y"], Tokens, bookmarks: 1);
        await IsAsync("F+ S+ S- X+ X~ Y+ Y~ | Y> Y- M+ M- T+ T- | X> X- F-", "S | M | T", Finished, Merge("Cascade"), ["y", "x"], Tokens);
    }

    [Theory]
    [Trait("Elsa", "W-6")]
    [Trait("Elsa", "F-18")]
    [Trait("Elsa", "F-19")]
    [Trait("Elsa", "F-23")]
    [InlineData("Stream", true)]
    [InlineData("Cascade", true)]
    [InlineData("Race", true)]
    [InlineData("Merge", false)]
    [InlineData("Converge", false)]
    public Task W6_MergeModesBehindADecision(string mergeMode, bool goesOn) => IsAsync(
        "F+ D+ D- A+ A-" + (goesOn ? " M+ M- T+ T- F-" : ""),
        goesOn ? "A | M | T" : "A",
        goesOn ? Finished : Suspended,
        Flowchart("F", "D:True>A D:False>B A>M B>M M>T", Decision("D", true), Merging(Print("M"), mergeMode)),
        mode: Tokens);

    [Theory]
    [Trait("Elsa", "W-7")]
    [Trait("Elsa", "F-21")]
    [Trait("Elsa", "F-23")]
    [InlineData("Stream", true)]
    [InlineData("Merge", true)]
    [InlineData("Cascade", true)]
    [InlineData("Race", true)]
    [InlineData("Converge", false)]
    public Task W7_LoopHeadAndMergeModes(string mergeMode, bool goesOn) => IsAsync(
        "F+ S+ S-" + (goesOn ? string.Concat(Enumerable.Repeat(" M+ M- Inc+ Inc- D+ D-", 3)) + " T+ T- F-" : ""),
        goesOn ? "S | m0 | m1 | m2 | T" : "S",
        goesOn ? Finished : Suspended,
        Flowchart(
            "F",
            "S>M M>Inc Inc>D D:True>M D:False>T",
            Merging(Say("M", "'m' + variables.n"), mergeMode),
            SetVariable("Inc", "n", Script("variables.n + 1")),
            Activity("Elsa.FlowDecision", "D", ("condition", Script("variables.n < 3")))),
        mode: Tokens);

    [Theory]
    [Trait("Elsa", "W-13")]
    [Trait("Elsa", "S-9")]
    [Trait("Elsa", "X-5")]
    [InlineData(Counts)]
    [InlineData(Tokens)]
    public async Task W13_Fault(FlowchartMode mode)
    {
        var runner = await IsAsync("F+ s+ s- X+ X! p+ p- q+ q-", "s | p | q", "Finished/Faulted", Flowchart("F", "s>X s>p p>q", Boom()), mode: mode);
        var incident = Assert.Single(runner.State!.Incidents);
        Assert.Equal(("X", "boom"), (incident.ActivityId, incident.Message));
    }

    [Theory]
    [Trait("Elsa", "W-13")]
    [Trait("Elsa", "S-8")]
    [InlineData(Counts)]
    [InlineData(Tokens)]
    public async Task W13_FaultWithTheStrategyThatContinues(FlowchartMode mode)
    {
        var runner = await IsAsync(
            "F+ s+ s- X+ X! p+ p~ | p> p- q+ q-",
            "s | q",
            Suspended,
            Flowchart("F", "s>X s>p p>q", Boom(), Event("p", "go")),
            ["go"],
            mode,
            option: ("options", new JsonObject
            {
                ["incidentStrategyType"] = "Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core",
            }));
        Assert.Single(runner.State!.Incidents);
    }

    [Theory]
    [Trait("Elsa", "W-14")]
    [Trait("Elsa", "B-7")]
    [InlineData(Counts)]
    [InlineData(Tokens)]
    public Task W14_EventTwice(FlowchartMode mode) => IsAsync(
        "F+ T+ T- One+ One- U+ U~ | U> U- Two+ Two- F-",
        "One | Two",
        Finished,
        Flowchart("F", "T>One One>U U>Two", Event("T", "ping"), Event("U", "ping")),
        ["ping"],
        mode,
        trigger: "T");

    [Theory]
    [Trait("Elsa", "F-5")]
    [Trait("Elsa", "X-9")]
    [InlineData(Counts)]
    [InlineData(Tokens)]
    public Task End_CompletesTheFlowchartAndCancelsWhatHasStarted(FlowchartMode mode) => IsAsync(
        "F+ S+ S- E+ E~ e+ e- Ex F- q+ q-", "S | q", Finished, Flowchart("F", "S>E S>e S>q E>never q>never2", Event("E", "go"), End("e")), mode: mode);

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

    [Fact]
    [Trait("Elsa", "F-1")]
    public async Task Start_WhenItNamesTheMode_OverridesTheDefault()
    {
        var runner = Runner.Of(Flowchart("F", "D:True>A D:False>B A>M B>M M>T", Decision("D", true), Merging(Print("M"), "Merge")));
        await runner.GiveAsync(new Stimulus.Start(new Dictionary<string, object?>()) { FlowchartMode = FlowchartMode.TokenBased });
        Assert.Equal(("A", "Running/Suspended"), (runner.Printed, runner.Status));
    }

    private static JsonObject Join(string mode) => Flowchart(
        "F", "S>Mail S>Phone Mail>J Phone>J J>Answered", Event("Mail", "mail"), Event("Phone", "phone"), Json.Join("J", mode));

    private static JsonObject Merge(string mergeMode)
        => Flowchart("F", "S>X S>Y X>M Y>M M>T", Event("X", "x"), Event("Y", "y"), Merging(Print("M"), mergeMode));

    private static JsonObject Merging(JsonObject activity, string mergeMode)
    {
        activity["customProperties"] = new JsonObject { ["mergeMode"] = mergeMode };
        return activity;
    }

    private static JsonObject Boom() => Activity("Elsa.Fault", "X", ("message", Text("boom")));
}
