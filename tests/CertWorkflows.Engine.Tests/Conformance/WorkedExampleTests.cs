using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Tests.Execution;
using static CertWorkflows.Engine.Tests.Conformance.Blocks;
using static CertWorkflows.Engine.Tests.Conformance.ExampleTrace;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Conformance;

/// <summary>The examples of chapter 10 that are not about flowcharts alone, as golden traces written down from the specification.</summary>
public sealed class WorkedExampleTests
{
    private const string Current = "getVariable('CurrentValue')";

    [Fact]
    [Trait("Elsa", "W-8")]
    [Trait("Elsa", "S-20")]
    [Trait("Elsa", "S-21")]
    [Trait("Elsa", "S-22")]
    public async Task W8_Journal()
    {
        var runner = Runner.Of(Sequence("S", Print("a"), If("I", true, Sequence("T", Print("b"), Print("c"))), Print("d")));
        await runner.StartAsync();
        Assert.Equal(
            [
                "Workflow1 Started", "S Started", "a Started", "a Completed", "I Started", "T Started", "b Started", "b Completed",
                "c Started", "c Completed", "T Completed", "I Completed", "d Started", "d Completed", "S Completed", "Workflow1 Completed",
            ],
            runner.Trace);
        Assert.Equal(Enumerable.Range(0, 16).Select(number => (long)number), runner.Journal.Select(entry => entry.Sequence));
    }

    [Fact]
    [Trait("Elsa", "W-9")]
    [Trait("Elsa", "A-2")]
    [Trait("Elsa", "X-2")]
    public Task W9_Interleaving() => IsAsync(
        "P+ S1+ S2+ a1+ a1- b1+ b1- a2+ a2- S1- b2+ b2- S2- P-",
        "a1 | b1 | a2 | b2",
        Finished,
        Parallel("P", Sequence("S1", Print("a1"), Print("a2")), Sequence("S2", Print("b1"), Print("b2"))));

    [Fact]
    [Trait("Elsa", "W-10")]
    [Trait("Elsa", "A-8")]
    [Trait("Elsa", "A-10")]
    [Trait("Elsa", "A-1")]
    public Task W10_Break() => IsAsync(
        "S+ L+ B+ v+ v- I+ I- after+ after- B- B+ v+ v- I+ Br+ Br- I- B- L- end+ end- S-",
        "x | after x | y | end",
        Finished,
        Sequence(
            "S",
            ForEach(
                "L",
                Script("['x','y','z']"),
                Sequence("B", Say("v", Current), When("I", $"{Current} == 'y'", Break("Br")), Say("after", $"'after ' + {Current}"))),
            Print("end")));

    [Fact]
    [Trait("Elsa", "W-11")]
    [Trait("Elsa", "A-5")]
    public Task W11_SwitchMatchAny() => IsAsync(
        "S+ X+ big+ big- even+ even- X- end+ end- S-",
        "big | even | end",
        Finished,
        Sequence(
            "S",
            Activity(
                "Elsa.Switch",
                "X",
                ("mode", Text("MatchAny")),
                ("cases", new JsonArray(
                    Case("big", Expression("JavaScript", "variables.n > 10"), Print("big")),
                    Case("even", Expression("JavaScript", "variables.n % 2 == 0"), Print("even")),
                    Case("neg", Expression("JavaScript", "variables.n < 0"), Print("neg"))))),
            Print("end")),
        n: 12);

    [Theory]
    [Trait("Elsa", "W-12")]
    [Trait("Elsa", "A-13")]
    [Trait("Elsa", "A-41")]
    [Trait("Elsa", "A-42")]
    [Trait("Elsa", "E-19")]
    [InlineData(9, "no", FlowchartMode.CounterBased)]
    [InlineData(9, "no", FlowchartMode.TokenBased)]
    [InlineData(11, "yes", FlowchartMode.CounterBased)]
    [InlineData(11, "yes", FlowchartMode.TokenBased)]
    public Task W12_WorkflowAsActivity(int amount, string answer, FlowchartMode mode)
    {
        var inner = new WorkflowAsActivity(DefinitionReader.Read(Definition(
            Flowchart("I", "in>C C>never", Activity("Elsa.Complete", "C", ("outcomes", Script("getInput('Amount') > 10 ? 'Accept' : 'Refuse'")))),
            ("definitionId", "inner"),
            ("name", "Check amount"),
            ("outcomes", new JsonArray("Accept", "Refuse")),
            ("inputs", new JsonArray(JsonNode.Parse("""{"name":"Amount","type":"Int32"}""")))).ToJsonString()));
        return IsAsync(
            $"F+ K+ I+ in+ in- C+ C- I- K- {answer}+ {answer}- F-",
            $"in | {answer}",
            Finished,
            Flowchart("F", "K:Accept>yes K:Refuse>no", Activity("CheckAmount", "K", ("amount", Input("Int32", "Literal", amount)))),
            mode: mode,
            extra: [inner]);
    }

    [Theory]
    [Trait("Elsa", "W-15")]
    [Trait("Elsa", "X-14")]
    [Trait("Elsa", "R-5")]
    [InlineData(false, "L+ I+ I+ p+ p- I- p+ p- I- L-")]
    [InlineData(true, "L+ B+ B+ I+ I+ p+ p- I- B- p+ p- I- B- L-")]
    public Task W15_ParallelForEach_InsteadOfTheDefectX14_EachRoundHasItsOwnItem(bool isContainer, string trace)
    {
        var body = If("I", true, Say("p", Current));
        return IsAsync(trace, "a | b", Finished, ParallelForEach("L", Script("['a','b']"), isContainer ? Sequence("B", body) : body));
    }

    [Fact]
    [Trait("Elsa", "W-15")]
    [Trait("Elsa", "R-5")]
    public Task W15_ForEach_InsteadOfTheDefectX14_ItsItemEndsWithTheLoop() => IsAsync(
        "S+ L+ p+ p- p+ p- L- q+ q- S-",
        "a | b | after null",
        Finished,
        Sequence("S", ForEach("L", Script("['a','b']"), Say("p", Current)), Say("q", $"'after ' + {Current}")));

    [Fact]
    [Trait("Elsa", "W-16")]
    [Trait("Elsa", "X-14")]
    [Trait("Elsa", "A-8")]
    public Task W16_LoopVariablesAndSuspension()
    {
        const string Value = $"{Current}.n + '/' + getVariable('CurrentIndex')";
        return IsAsync(
            "L+ B+ p+ p- E+ E~ | E> E- q+ q- B- B+ p+ p- E+ E~ | E> E- q+ q- B- L-",
            "1/0 | 1/0 | 2/1 | 2/1",
            Finished,
            ForEach("L", Script("[{n:1},{n:2}]"), Sequence("B", Say("p", Value), Event("E", "go"), Say("q", Value))),
            ["go", "go"]);
    }

    [Theory]
    [Trait("Elsa", "W-17")]
    [InlineData("Elsa.Delay", "timeSpan", "absent", 60)]
    [InlineData("Elsa.Delay", "timeSpan", "null", 60)]
    [InlineData("Elsa.Delay", "timeSpan", "empty", 0)]
    [InlineData("Elsa.Timer", "interval", "absent", 60)]
    [InlineData("Elsa.Timer", "interval", "null", 60)]
    public async Task W17_Defaults(string type, string input, string given, int seconds)
    {
        var wait = Activity(type, "D");
        if (given != "absent")
            wait[input] = given == "null" ? null : Input("TimeSpan", "Literal", "");
        var runner = await IsAsync("D+ D~", "", Suspended, wait, bookmarks: 1);
        Assert.Equal(Runner.Start0.AddSeconds(seconds), runner.Bookmarks[0].DueAt);
    }

    [Fact]
    [Trait("Elsa", "W-18")]
    [Trait("Elsa", "D-17")]
    [Trait("Elsa", "D-19")]
    public Task W18_Variables()
    {
        const string date = "2024-03-01T10:00:00Z";
        var root = Sequence("S", Say("a", "typeof variables.five + ' ' + variables.five"), Say("b", "variables.outer"), Say("c", "variables.inner"));
        root["variables"] = new JsonArray(Variable("inner", "String", date));
        return IsAsync(
            "S+ a+ a- b+ b- c+ c- S-",
            $"string 5 | {date} | 03/01/2024 10:00:00 +00:00",
            Finished,
            root,
            variables: [Variable("five", "Object", "5"), Variable("outer", "String", date)]);
    }

    [Fact]
    [Trait("Elsa", "W-19")]
    [Trait("Elsa", "E-12")]
    public Task W19_TextOfValues() => IsAsync(
        "S+ a+ a- b+ b- c+ c- d+ d- e+ e- f+ f- S-",
        "03/01/2024 10:05 | 1234567.891 | 1E+21 | [1,{\"a\":2}] | 01:02:03 | 36",
        Finished,
        Sequence(
            "S",
            Say("a", "new Date(Date.UTC(2024, 2, 1, 10, 5, 7))"),
            Say("b", "1234567.891"),
            Say("c", "1e21"),
            Say("d", "[1,{a:2}]"),
            Say("e", "new TimeSpan(1, 2, 3)"),
            Say("f", "(newGuid() + '').length")));
}
