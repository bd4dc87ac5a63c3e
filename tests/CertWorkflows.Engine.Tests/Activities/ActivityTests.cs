using System.Text.Json.Nodes;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Tests.Execution;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Activities;

/// <summary>Each built-in activity by itself.</summary>
public sealed class ActivityTests
{
    [Fact]
    [Trait("Elsa", "A-1")]
    public async Task Sequence_WhenEmpty_Completes()
    {
        var runner = Runner.Of(Sequence("S"));
        await runner.StartAsync();
        Assert.Equal("Finished/Finished", runner.Status);
    }

    [Fact]
    [Trait("Elsa", "A-1")]
    public async Task Sequence_WhenChildIsTerminal_Ends()
    {
        var runner = Runner.Of(Sequence("O", Sequence("S", Print("a"), Activity("Elsa.End", "e"), Print("never")), Print("after")));
        await runner.StartAsync();
        Assert.Equal(("a | after", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "F-2")]
    public async Task Flowchart_WhenEmpty_Completes()
    {
        var runner = Runner.Of(Flowchart("F", ""));
        await runner.StartAsync();
        Assert.Equal("Finished/Finished", runner.Status);
    }

    [Fact]
    [Trait("Elsa", "F-2")]
    public async Task Flowchart_WhenThereIsAStartActivity_BeginsThere()
    {
        var runner = Runner.Of(Flowchart("F", "a>b go>c", Activity("Elsa.Start", "go")));
        await runner.StartAsync();
        Assert.Equal("c", runner.Printed);
    }

    [Theory]
    [InlineData(true, "yes | after")]
    [InlineData(false, "after")]
    [Trait("Elsa", "A-4")]
    public async Task If_WhenBranchIsMissing_Completes(bool condition, string printed)
    {
        var runner = Runner.Of(Sequence("S", If("I", condition, Print("yes")), Print("after")));
        await runner.StartAsync();
        Assert.Equal(printed, runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "A-4")]
    public async Task If_WhenItHasElse_StoresItsResult()
    {
        var choice = If("I", false, null, Print("no"));
        choice["result"] = BoundTo("r");
        var runner = Runner.Of(
            Sequence("S", choice, Activity("Elsa.WriteLine", "W", ("text", Script("String(variables.r)")))),
            ("variables", new JsonArray(Variable("r", "Boolean"))));
        await runner.StartAsync();
        Assert.Equal("no | false", runner.Printed);
    }

    [Theory]
    [InlineData("MatchFirst", 12, "big")]
    [InlineData("MatchAny", 12, "big | even")]
    [InlineData("MatchAny", 3, "other")]
    [Trait("Elsa", "A-14")]
    public async Task FlowSwitch_ByMode_LeavesByTheCasesThatHold(string mode, int number, string printed)
    {
        var cases = new JsonArray(Case("Big", "variables.n > 10"), Case("Even", "variables.n % 2 == 0"));
        var runner = Runner.Of(
            Flowchart("F", "W:Big>big W:Even>even W:Default>other", Activity("Elsa.FlowSwitch", "W", ("cases", cases), ("mode", Text(mode)))),
            ("variables", new JsonArray(Variable("n", "Int32", number.ToString(System.Globalization.CultureInfo.InvariantCulture)))));
        await runner.StartAsync();
        Assert.Equal(printed, runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "A-15")]
    public async Task FlowFork_WhenBranchesAreNamed_LeavesByAll()
    {
        var runner = Runner.Of(Flowchart(
            "F", "K:A>a K:B>b K:C>c", Activity("Elsa.FlowFork", "K", ("branches", Input("List<String>", "Object", """["A","B"]""")))));
        await runner.StartAsync();
        Assert.Equal("a | b", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "A-15")]
    public async Task FlowFork_WithoutBranches_LeavesByDone()
    {
        var runner = Runner.Of(Flowchart("F", "K>a", Activity("Elsa.FlowFork", "K")));
        await runner.StartAsync();
        Assert.Equal("a", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "A-12")]
    public async Task Finish_WhenReached_EndsTheInstanceWithAllItsWaits()
    {
        var runner = Runner.Of(Flowchart("F", "S>E S>Q Q>never", Event("E", "go"), Activity("Elsa.Finish", "Q")));
        var result = await runner.StartAsync();
        Assert.Equal(("S", "Finished/Finished"), (runner.Printed, runner.Status));
        Assert.Empty(runner.Bookmarks);
        Assert.Single(result.RemovedBookmarks);
        Assert.Equal(Runner.Start0, runner.State!.FinishedAt);
        // A-12, quirk: records of ancestors stay Running
        Assert.Equal(ActivityStatus.Running, runner.State.Contexts[0].Status);
    }

    [Fact]
    public async Task Complete_WhenNested_EndsTheWorkflowThroughAllContainers()
    {
        var runner = Runner.Of(Sequence("O", Sequence("S", Activity("Elsa.Complete", "C", ("outcomes", Text("Accept"))), Print("never")), Print("never2")));
        await runner.StartAsync();
        Assert.Equal("Finished/Finished", runner.Status);
        Assert.DoesNotContain("never", runner.Lines);
    }

    [Fact]
    [Trait("Elsa", "A-16")]
    [Trait("Elsa", "X-13")]
    public async Task SetVariable_WhenTypeDiffers_ConvertsToTheVariablesType()
    {
        var runner = Runner.Of(
            Sequence("S", SetVariable("V", "n", Text("42")), Activity("Elsa.WriteLine", "W", ("text", Script("typeof variables.n")))),
            ("variables", new JsonArray(Variable("n", "Int32"))));
        await runner.StartAsync();
        Assert.Equal("number", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "A-16")]
    public async Task SetVariable_WhenVariableDoesNotExist_Faults()
    {
        var runner = Runner.Of(SetVariable("V", "gone", Text("x")));
        await runner.StartAsync();
        Assert.Equal("Variable 'gone' not found.", Assert.Single(runner.State!.Incidents).Message);
    }

    [Fact]
    public async Task SetNameAndCorrelate_WhenRun_ChangeTheInstance()
    {
        var runner = Runner.Of(Sequence(
            "S", Activity("Elsa.SetName", "N", ("value", Text("Case 7"))), Activity("Elsa.Correlate", "C", ("correlationId", Text("c-7")))));
        await runner.StartAsync();
        Assert.Equal(("Case 7", "c-7"), (runner.State!.Name, runner.State.CorrelationId));
    }

    [Fact]
    public async Task Correlate_WithoutValue_ClearsTheCorrelationId()
    {
        var runner = Runner.Of(Activity("Elsa.Correlate", "C"));
        await runner.GiveAsync(new Stimulus.Start(new Dictionary<string, object?>(), "old"));
        Assert.Null(runner.State!.CorrelationId);
    }

    [Fact]
    [Trait("Elsa", "A-17")]
    public async Task SetOutput_WhenRun_WritesTheInstancesOutput()
    {
        var runner = Runner.Of(Activity("Elsa.SetOutput", "O", ("outputName", Text("Decision")), ("outputValue", Text("auto"))));
        await runner.StartAsync();
        Assert.Equal("auto", (string?)runner.State!.Output["Decision"]);
    }

    [Fact]
    [Trait("Elsa", "A-17")]
    public async Task SetOutput_WithoutName_Faults()
    {
        var runner = Runner.Of(Activity("Elsa.SetOutput", "O"));
        await runner.StartAsync();
        Assert.Equal("Finished/Faulted", runner.Status);
    }

    [Fact]
    public async Task WriteLine_WithoutText_WritesAnEmptyLine()
    {
        var runner = Runner.Of(Activity("Elsa.WriteLine", "W"));
        await runner.StartAsync();
        Assert.Equal([""], runner.Lines);
    }

    [Fact]
    [Trait("Elsa", "A-20")]
    public async Task Event_WhenItIsTheTrigger_GoesOnAtOnceWithThePayload()
    {
        var trigger = Event("T", "ping");
        trigger["result"] = BoundTo("r");
        var runner = Runner.Of(
            Flowchart("F", "a>T T>W", trigger, Activity("Elsa.WriteLine", "W", ("text", Script("variables.r")))),
            ("variables", new JsonArray(Variable("r", "Object"))));
        await runner.GiveAsync(new Stimulus.Start(
            new Dictionary<string, object?> { [EventInput.PayloadKey] = "pong" }, TriggerActivityId: "T"));
        Assert.Equal(("pong", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "A-20")]
    public async Task Event_WhenPublisherGaveNothing_HasAnEmptyDictionary()
    {
        var trigger = Event("E", "ping");
        trigger["result"] = BoundTo("r");
        var runner = Runner.Of(
            Sequence("S", trigger, Activity("Elsa.WriteLine", "W", ("text", Script("JSON.stringify(variables.r)")))),
            ("variables", new JsonArray(Variable("r", "Object"))));
        await runner.StartAsync();
        await runner.EventAsync("ping");
        Assert.Equal("{}", runner.Printed);
    }

    [Theory]
    [InlineData("00:00:05", 5)]
    [InlineData("90", 90 * 86400)]
    [InlineData("-00:00:05", -5)]
    [Trait("Elsa", "A-23")]
    [Trait("Elsa", "A-24")]
    [Trait("Elsa", "B-18")]
    [Trait("Elsa", "R-9")]
    public async Task Delay_OfAnyLength_WaitsUntilItsBookmarkIsResumed(string span, int seconds)
    {
        var runner = Runner.Of(Sequence("S", Activity("Elsa.Delay", "D", ("timeSpan", Input("TimeSpan", "Literal", span))), Print("after")));
        await runner.StartAsync();
        var bookmark = Assert.Single(runner.Bookmarks);
        Assert.Equal(Runner.Start0.AddSeconds(seconds), bookmark.DueAt);
        Assert.Equal("Elsa.Delay", bookmark.Name);
        await runner.ResumeAsync(bookmark);
        Assert.Equal("after", runner.Printed);
    }

    [Theory]
    [InlineData("2026-03-02T07:59:59Z", false)]
    [InlineData("2026-03-02T08:00:00Z", false)]
    [InlineData("2026-03-02T08:00:01Z", true)]
    [InlineData("2031-01-01T00:00:00+08:00", true)]
    [Trait("Elsa", "A-24")]
    public async Task StartAt_WhenTimeIsAhead_Waits(string time, bool waits)
    {
        var runner = Runner.Of(Activity("Elsa.StartAt", "A", ("dateTime", Input("DateTimeOffset", "Literal", time))));
        await runner.StartAsync();
        Assert.Equal(waits, runner.Bookmarks.Count == 1);
        if (waits)
            Assert.Equal(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture), runner.Bookmarks[0].DueAt);
    }

    private static JsonObject Case(string label, string script) => new()
    {
        ["label"] = label,
        ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = script },
    };
}
