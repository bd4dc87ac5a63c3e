using System.Text.Json.Nodes;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Tests.Execution;
using static CertWorkflows.Engine.Tests.Conformance.Blocks;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Conformance;

/// <summary>Rules of 5.1 one by one, where they are easy to get wrong.</summary>
public sealed class BlockRulesTests
{
    [Theory]
    [Trait("Elsa", "A-1")]
    [Trait("Elsa", "A-2")]
    [Trait("Elsa", "A-3")]
    [InlineData("Elsa.Sequence")]
    [InlineData("Elsa.Parallel")]
    [InlineData("Elsa.Fork")]
    [InlineData("Elsa.FlowNode")]
    [InlineData("Elsa.If")]
    [InlineData("Elsa.Switch")]
    [InlineData("Elsa.While")]
    [InlineData("Elsa.For")]
    [InlineData("Elsa.ForEach")]
    [InlineData("Elsa.ParallelForEach")]
    [InlineData("Elsa.StateMachine")]
    public async Task Block_WhenNothingIsInside_Completes(string type)
    {
        var runner = await RunAsync(Sequence("S", Activity(type, "X"), Print("end")));
        Assert.Equal(("end", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "A-9")]
    public async Task ParallelForEach_WithTooManyItems_FaultsAndKeepsNone()
    {
        var runner = await RunAsync(Sequence("S", ParallelForEach("P", Script("Array(10001).fill('x')"), Print("p"))));
        Assert.Equal("Finished/Faulted", runner.Status);
        Assert.Contains("'P' has 10001 items", Assert.Single(runner.State!.Incidents).Message, StringComparison.Ordinal);
        Assert.InRange(runner.State.ToJson().Length, 1, 10_000);
    }

    [Fact]
    [Trait("Elsa", "A-2")]
    public async Task Parallel_WhenAChildIsTerminal_WaitsForTheOthers()
    {
        var runner = await RunAsync(Sequence("S", Parallel("P", End("e"), Event("E", "go")), Print("end")));
        Assert.Equal(("", "Running/Suspended"), (runner.Printed, runner.Status));
        await runner.EventAsync("go");
        Assert.Equal(("end", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "A-2")]
    [Trait("Elsa", "A-10")]
    public async Task Parallel_WhenAChildBreaks_WaitsForTheOthersAndTheLoopEnds()
    {
        var body = Sequence("B", Parallel("P", Break("b"), Event("E", "go")), Print("never"));
        var runner = await RunAsync(Sequence("S", ForEach("L", Script("[1,2]"), body), Print("end")));
        Assert.Equal("Running/Suspended", runner.Status);
        await runner.EventAsync("go");
        Assert.Equal(("end", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "A-3")]
    [Trait("Elsa", "X-9")]
    public async Task Fork_WhenItWaitsForAny_CancelsOnlyBranchesThatHaveStarted()
    {
        var runner = await RunAsync(Sequence("S", Fork("K", "WaitAny", Event("E", "go"), Print("a"), Print("b")), Print("end")));
        // b was queued when a completed the fork: it still runs, before what comes next
        Assert.Equal(("a | b | end", "Finished/Finished"), (runner.Printed, runner.Status));
        Assert.Contains("E Canceled", runner.Trace);
        Assert.Empty(runner.Bookmarks);
    }

    [Fact]
    [Trait("Elsa", "A-3")]
    public async Task Fork_WithoutJoinMode_WaitsForAll()
    {
        var fork = Activity("Elsa.Fork", "K", ("branches", new JsonArray(Print("a"), Event("E", "go"))));
        var runner = await RunAsync(Sequence("S", fork, Print("end")));
        Assert.Equal(("a", "Running/Suspended"), (runner.Printed, runner.Status));
        await runner.EventAsync("go");
        Assert.Equal("a | end", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "A-3")]
    [Trait("Elsa", "A-10")]
    public async Task Fork_WhenABranchBreaks_CompletesAtOnceAndTheLoopEnds()
    {
        var body = Sequence("B", Fork("K", "WaitAll", Event("E", "go"), Break("b")), Print("never"));
        var runner = await RunAsync(Sequence("S", ForEach("L", Script("[1,2]"), body), Print("end")));
        Assert.Equal(("end", "Finished/Finished"), (runner.Printed, runner.Status));
        Assert.Contains("E Canceled", runner.Trace);
    }

    [Fact]
    [Trait("Elsa", "A-5")]
    public async Task Switch_WhenALaterConditionFails_FaultsThoughAnEarlierOneHolds()
    {
        var cases = new JsonArray(
            Case("first", Expression("JavaScript", "true"), Print("first")), Case("bad", Expression("JavaScript", "nope.x"), Print("bad")));
        var runner = await RunAsync(Activity("Elsa.Switch", "X", ("cases", cases)));
        Assert.Equal(("", "Finished/Faulted"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "A-5")]
    public async Task Switch_WhenTheCaseThatHoldsHasNoActivity_RunsNeitherItNorTheDefault()
    {
        var cases = new JsonArray(Case("empty", Expression("JavaScript", "true"), null));
        var runner = await RunAsync(Sequence("S", Activity("Elsa.Switch", "X", ("cases", cases), ("default", Print("default"))), Print("end")));
        Assert.Equal("end", runner.Printed);
    }

    [Theory]
    [Trait("Elsa", "A-5")]
    [Trait("Elsa", "E-25")]
    [InlineData("true", "case")]
    [InlineData("yes", "default")]
    [InlineData("1", "default")]
    public async Task Switch_WhenConditionIsText_HoldsOnlyForTrue(string value, string printed)
    {
        var cases = new JsonArray(Case("case", Expression("Literal", value), Print("case")));
        var runner = await RunAsync(Activity("Elsa.Switch", "X", ("cases", cases), ("default", Print("default"))));
        Assert.Equal(printed, runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "A-5")]
    public async Task Switch_WhenSeveralCasesWait_CompletesAfterTheLast()
    {
        var cases = new JsonArray(
            Case("a", Expression("JavaScript", "true"), Event("A", "a")), Case("b", Expression("JavaScript", "true"), Event("B", "b")));
        var runner = await RunAsync(Sequence("S", Activity("Elsa.Switch", "X", ("cases", cases), ("mode", Text("MatchAny"))), Print("end")));
        await runner.EventAsync("b");
        Assert.Equal("", runner.Printed);
        await runner.EventAsync("a");
        Assert.Equal(("end", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "A-6")]
    [Trait("Elsa", "E-2")]
    public async Task While_WhenConditionHasASideEffect_IsEvaluatedOnceARound()
    {
        var loop = While("W", "variables.n = variables.n + 1; variables.n < 4", Say("p", "variables.n"));
        var runner = await RunAsync(Sequence("S", loop, Say("q", "'n ' + variables.n")), Variable("n", "Int32", "0"));
        Assert.Equal("1 | 2 | 3 | n 4", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "A-6")]
    [Trait("Elsa", "E-4")]
    public async Task While_WhenConditionFails_FaultsWithTheInputsName()
    {
        var runner = await RunAsync(While("W", "nope.x", Print("p")));
        Assert.Equal("Failed to evaluate activity input 'Condition'", Assert.Single(runner.State!.Incidents).Message);
    }

    [Fact]
    [Trait("Elsa", "A-6")]
    [Trait("Elsa", "S-5")]
    public async Task While_WhenALaterConditionFails_ChargesTheBodyThatCompleted()
    {
        var loop = While("W", "variables.n == 0 ? true : nope.x", SetVariable("inc", "n", Script("1")));
        var runner = await RunAsync(loop, Variable("n", "Int32", "0"));
        Assert.Equal("inc", Assert.Single(runner.State!.Incidents).ActivityId);
    }

    [Theory]
    [Trait("Elsa", "A-7")]
    [Trait("Elsa", "D-12")]
    [InlineData("{}", "0")]
    [InlineData("""{"outerBoundInclusive":null}""", "0")]
    [InlineData("""{"outerBoundInclusive":false}""", "")]
    [InlineData("""{"start":2,"end":4}""", "2 | 3 | 4")]
    [InlineData("""{"start":2,"end":4,"outerBoundInclusive":false}""", "2 | 3")]
    [InlineData("""{"start":4,"end":2,"step":-1}""", "4 | 3 | 2")]
    [InlineData("""{"start":4,"end":2}""", "")]
    [InlineData("""{"start":0,"end":7,"step":3}""", "0 | 3 | 6")]
    public async Task For_WhenInputsAreLeftOut_HasItsDefaults(string members, string printed)
    {
        var loop = Activity("Elsa.For", "L", ("body", Say("p", "variables.CurrentValue")));
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
            loop[name] = value?.DeepClone();
        var runner = await RunAsync(loop);
        Assert.Equal((printed, "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "A-7")]
    public async Task For_WhenStepIsZeroWithinItsBounds_NeverEndsAndCanBeCancelled()
    {
        var loop = Activity("Elsa.For", "L", ("step", 0), ("body", Print("p")));
        var runner = new Runner(Definition(loop), maxActivitiesPerTurn: 50) { IsStoredBetweenTurns = true };
        Assert.True((await runner.StartAsync()).HasMore);
        Assert.True((await runner.GiveAsync(new Stimulus.Continue())).HasMore);
        await runner.GiveAsync(new Stimulus.Cancel("runaway"));
        Assert.Equal("Finished/Cancelled", runner.Status);
    }

    [Fact]
    [Trait("Elsa", "A-7")]
    public async Task For_WhenItsOutputIsBound_WritesEachValueBeforeTheBodyRuns()
    {
        var loop = Activity("Elsa.For", "L", ("end", 2), ("currentValue", BoundTo("v")), ("body", Say("p", "variables.v")));
        var runner = await RunAsync(Sequence("S", loop, Say("q", "'last ' + variables.v")), Variable("v", "Object"));
        Assert.Equal("0 | 1 | 2 | last 2", runner.Printed);
    }

    [Theory]
    [Trait("Elsa", "A-8")]
    [Trait("Elsa", "E-25")]
    [InlineData("Literal", "ab", "a | b")]
    [InlineData("Literal", "[1,\"x\"]", "1 | x")]
    [InlineData("Object", "[1,2]", "1 | 2")]
    [InlineData("Literal", "[]", "")]
    [InlineData("JavaScript", "[true,null,3]", "true | null | 3")]
    public async Task ForEach_WhenItemsAreWritten_ConvertsThemToAList(string type, string items, string printed)
    {
        var runner = await RunAsync(ForEach("L", Input("List<Object>", type, items), Say("p", "String(variables.CurrentValue)")));
        Assert.Equal((printed, "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "A-8")]
    [Trait("Elsa", "D-12")]
    public async Task ForEach_WhenItemsAreNull_Faults()
    {
        var loop = ForEach("L", null, Print("p"));
        var runner = await RunAsync(loop);
        Assert.Equal("Finished/Faulted", runner.Status);
    }

    [Fact]
    [Trait("Elsa", "A-8")]
    public async Task ForEach_WithoutBody_SetsItsOutputOnceAndCompletes()
    {
        var loop = ForEach("L", Script("['a','b']"), null);
        loop["currentValue"] = BoundTo("v");
        var runner = await RunAsync(Sequence("S", loop, Say("q", "variables.v")), Variable("v", "Object"));
        Assert.Equal("a", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "A-8")]
    [Trait("Elsa", "E-2")]
    public async Task ForEach_WhenItsItemsChangeDuringASuspension_ReadsThemAgain()
    {
        var body = Sequence("B", Say("p", "variables.CurrentValue"), SetVariable("add", "items", Script("['x','y','z']")), Event("E", "go"));
        var items = Input("List<Object>", "JavaScript", "variables.items");
        var runner = await RunAsync(ForEach("L", items, body), Variable("items", "Object", "[\"a\"]"));
        await runner.EventAsync("go");
        Assert.Equal("a | y", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "A-9")]
    [Trait("Elsa", "X-14")]
    public async Task ParallelForEach_WhenItemsWait_CompletesAfterTheLastAndKeepsTheirVariables()
    {
        var body = Sequence("B", Event("E", "go"), Say("p", "variables.CurrentIndex + '=' + variables.CurrentValue"));
        var runner = await RunAsync(Sequence("S", ParallelForEach("L", Script("['a','b','c']"), body), Print("end")));
        Assert.Equal(3, runner.Bookmarks.Count);
        foreach (var bookmark in runner.Bookmarks.Reverse())
            await runner.ResumeAsync(bookmark);
        Assert.Equal(("2=c | 1=b | 0=a | end", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Theory]
    [Trait("Elsa", "A-9")]
    [InlineData("String[]", "[\"a\",\"b\"]", "a | b")]
    [InlineData("List<Object>", "[1,2]", "1 | 2")]
    [InlineData("Int32[]", "[1,2]", "")]
    [InlineData("List<Int32>", "[1,2]", "")]
    [InlineData("String", "abc", "")]
    public async Task ParallelForEach_WhenItemsAreOfAType_TakesOnlyReferences(string type, string value, string printed)
    {
        var items = Input("Object", "Variable", new JsonObject { ["id"] = "v" });
        var loop = ParallelForEach("L", items, Say("p", "variables.CurrentValue"));
        var runner = await RunAsync(loop, Variable("v", type, value));
        Assert.Equal((printed, "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "A-9")]
    [Trait("Elsa", "A-10")]
    public async Task ParallelForEach_WhenABodyBreaks_LeavesItToTheLoopAroundWhileTheOthersGoOn()
    {
        var body = Sequence("B", When("I", "variables.CurrentValue == 'b'", Break("b")), Say("p", "variables.CurrentValue"));
        var outer = Sequence("O", ParallelForEach("P", Script("['a','b','c']"), body), Print("never"));
        var runner = await RunAsync(Sequence("S", ForEach("L", Script("[1,2]"), outer), Print("end")));
        Assert.Equal(("a | c | end", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "A-10")]
    public async Task Break_OutsideALoop_EndsTheSequencesAroundIt()
    {
        var runner = await RunAsync(Sequence("O", Sequence("S", Print("a"), When("I", "true", Break("b")), Print("never")), Print("never2")));
        Assert.Equal(("a", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "A-10")]
    [Trait("Elsa", "F-5")]
    public async Task Break_BelowAChildOfAFlowchart_LetsTheFlowchartGoOnAndTheLoopEnd()
    {
        var body = Flowchart("F", "a>I I>b", When("I", "true", Break("k")));
        var runner = await RunAsync(Sequence("S", ForEach("L", Script("[1,2]"), body), Print("end")));
        Assert.Equal(("a | b | end", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "A-10")]
    public async Task Break_AfterASuspension_StillEndsTheLoop()
    {
        var body = Sequence("B", Parallel("P", Break("b"), Event("E", "go")), Print("never"));
        var runner = await RunAsync(Sequence("S", While("W", "true", body), Print("end")));
        await runner.EventAsync("go");
        Assert.Equal("end", runner.Printed);
    }

    [Theory]
    [Trait("Elsa", "A-13")]
    [InlineData("String", "Literal", "Accept", "Accept")]
    [InlineData("Object", "Literal", "[\"A\",\"B\"]", "[\"A\",\"B\"]")]
    [InlineData("Object", "JavaScript", "['A','B']", "A,B")]
    [InlineData("Object", "JavaScript", "['A',2]", "A,2")]
    [InlineData("Object", "JavaScript", "5", "Done")]
    [InlineData("Object", "JavaScript", "null", "Done")]
    [InlineData("Object", "JavaScript", "({a:1})", "Done")]
    public async Task Complete_WhenOutcomesAreGiven_CompletesTheWorkflowWithThem(string type, string language, string value, string outcomes)
    {
        var runner = await RunAsync(Sequence("S", Activity("Elsa.Complete", "C", ("outcomes", Input(type, language, value))), Print("never")));
        Assert.Equal(("", "Finished/Finished"), (runner.Printed, runner.Status));
        Assert.Equal(outcomes, string.Join(',', runner.Journal.Last(entry => entry.ActivityId == "Workflow1").Outcomes!));
    }

    [Fact]
    [Trait("Elsa", "A-13")]
    [Trait("Elsa", "X-9")]
    public async Task Complete_WhenSiblingsAreQueued_LetsThemRun()
    {
        var runner = await RunAsync(Flowchart("F", "S>C S>queued", Activity("Elsa.Complete", "C")));
        Assert.Equal(("S | queued", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "A-12")]
    public async Task Finish_InALoop_DropsQueueAndBookmarks()
    {
        var body = Parallel("P", Event("E", "go"), Activity("Elsa.Finish", "F"), Print("never"));
        var runner = await RunAsync(Sequence("S", ForEach("L", Script("[1,2]"), body), Print("never2")));
        Assert.Equal(("", "Finished/Finished"), (runner.Printed, runner.Status));
        Assert.Empty(runner.Bookmarks);
        Assert.Empty(runner.State!.Queue);
    }

    [Theory]
    [Trait("Elsa", "A-18")]
    [InlineData(null, null, null, "0", "General", "System")]
    [InlineData("E7", "Mail", "Smtp", "E7", "Mail", "Smtp")]
    public async Task Fault_WhenCodesAreGiven_StoresThemWithTheIncident(
        string? code, string? category, string? type, string storedCode, string storedCategory, string storedType)
    {
        var fault = Activity("Elsa.Fault", "X", ("message", Text("boom")));
        foreach (var (name, value) in new[] { ("code", code), ("category", category), ("faultType", type) })
            fault[name] = value is null ? null : Text(value);
        var runner = await RunAsync(fault);
        var incident = Assert.Single(runner.State!.Incidents);
        Assert.Equal("boom", incident.Message);
        Assert.Equal((storedCode, storedCategory, storedType), (
            incident.Exception.Metadata!["Code"], incident.Exception.Metadata!["Category"], incident.Exception.Metadata!["Type"]));
    }
}
