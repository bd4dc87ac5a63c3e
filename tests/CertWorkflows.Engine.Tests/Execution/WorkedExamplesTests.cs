using System.Text.Json.Nodes;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Execution;

/// <summary>The worked examples of the specification's chapter 10 that need only what this engine has.</summary>
public sealed class WorkedExamplesTests
{
    [Fact]
    [Trait("Elsa", "W-1")]
    [Trait("Elsa", "X-2")]
    [Trait("Elsa", "F-3")]
    [Trait("Elsa", "F-4")]
    public async Task W1_WhenBranchesMeet_RunsBreadthFirstAndJoinsOnce()
    {
        var runner = Runner.Of(Flowchart("F", "Order>Pay Order>Pack Pay>Bill Pack>Ship Bill>Close Ship>Close"));
        await runner.StartAsync();
        Assert.Equal("Order | Pay | Pack | Bill | Ship | Close", runner.Printed);
        Assert.Equal("Finished/Finished", runner.Status);
    }

    [Fact]
    [Trait("Elsa", "W-2")]
    [Trait("Elsa", "F-12")]
    public async Task W2_WhenOneArmIsDead_MergeRunsAfterTheOther()
    {
        var runner = Runner.Of(Flowchart(
            "F",
            "Vip:True>Gift Vip:False>Plain Gift>Send Plain>Send",
            Activity("Elsa.FlowDecision", "Vip", ("condition", Input("Boolean", "Literal", false)))));
        await runner.StartAsync();
        Assert.Equal("Plain | Send", runner.Printed);
        Assert.Equal("Finished/Finished", runner.Status);
    }

    [Fact]
    [Trait("Elsa", "W-3")]
    [Trait("Elsa", "F-8")]
    public async Task W3_WhenConnectionLeadsBack_LoopsUntilTheDecisionTurns()
    {
        var runner = Runner.Of(
            Flowchart(
                "F",
                "Init>More More:True>Body Body>Inc Inc>More More:False>After",
                SetVariable("Init", "n", Input("Object", "Literal", 0)),
                Activity("Elsa.FlowDecision", "More", ("condition", Script("variables.n < 2"))),
                Activity("Elsa.WriteLine", "Body", ("text", Script("'pass ' + variables.n"))),
                SetVariable("Inc", "n", Script("variables.n + 1"))),
            ("variables", new JsonArray(Variable("n", "Int32", "0"))));
        await runner.StartAsync();
        Assert.Equal("pass 0 | pass 1 | After", runner.Printed);
        Assert.Equal("Finished/Finished", runner.Status);
    }

    [Fact]
    [Trait("Elsa", "W-4")]
    [Trait("Elsa", "F-14")]
    [Trait("Elsa", "F-15")]
    [Trait("Elsa", "F-16")]
    public async Task W4_WhenJoinWaitsForAny_FirstEventGoesOnAndCancelsTheOther()
    {
        var runner = Runner.Of(Join("WaitAny"));
        await runner.StartAsync();
        Assert.Equal("S", runner.Printed);
        Assert.Equal(2, runner.Bookmarks.Count);

        var result = await runner.EventAsync("phone");

        Assert.Equal("S | Answered", runner.Printed);
        Assert.Equal("Finished/Finished", runner.Status);
        Assert.Contains("Mail Canceled", runner.Trace);
        Assert.Equal(2, result.RemovedBookmarks.Count);
        Assert.Empty(runner.Bookmarks);
    }

    [Fact]
    [Trait("Elsa", "W-4")]
    public async Task W4_WhenJoinWaitsForAll_GoesOnAfterTheSecondEvent()
    {
        var runner = Runner.Of(Join("WaitAll"));
        await runner.StartAsync();
        await runner.EventAsync("phone");
        Assert.Equal("S", runner.Printed);
        Assert.Single(runner.Bookmarks);
        await runner.EventAsync("mail");
        Assert.Equal("S | Answered", runner.Printed);
        Assert.Equal("Finished/Finished", runner.Status);
    }

    [Fact]
    [Trait("Elsa", "W-5")]
    [Trait("Elsa", "F-1")]
    public async Task W5_WhenTargetIsNoJoin_WaitsForAllActiveBranches()
    {
        var runner = Runner.Of(Flowchart("F", "S>X S>Y X>M Y>M M>T", Event("X", "x"), Event("Y", "y")));
        await runner.StartAsync();
        await runner.EventAsync("y");
        Assert.Equal("S", runner.Printed);
        await runner.EventAsync("x");
        Assert.Equal("S | M | T", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "W-8")]
    [Trait("Elsa", "S-20")]
    [Trait("Elsa", "S-21")]
    [Trait("Elsa", "S-22")]
    public async Task W8_WhenContainersNest_JournalIsInOrder()
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
    [Trait("Elsa", "W-13")]
    [Trait("Elsa", "X-5")]
    [Trait("Elsa", "S-9")]
    public async Task W13_WhenActivityFaults_QueuedWorkStillRunsAndTheInstanceIsFaulted()
    {
        var runner = Runner.Of(Flowchart("F", "s>X s>p p>q", Activity("Elsa.Fault", "X", ("message", Text("boom")))));
        await runner.StartAsync();
        Assert.Equal("s | p | q", runner.Printed);
        Assert.Equal("Finished/Faulted", runner.Status);
        var incident = Assert.Single(runner.State!.Incidents);
        Assert.Equal(("X", "boom"), (incident.ActivityId, incident.Message));
    }

    [Fact]
    [Trait("Elsa", "W-13")]
    [Trait("Elsa", "S-8")]
    public async Task W13_WhenStrategyContinues_OtherBranchesGoOnAndTheInstanceNeverFinishes()
    {
        var runner = Runner.Of(
            Flowchart("F", "s>X s>p p>q", Activity("Elsa.Fault", "X", ("message", Text("boom"))), Event("p", "go")),
            ("options", new JsonObject
            {
                ["incidentStrategyType"] = "Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core",
            }));
        await runner.StartAsync();
        Assert.Equal(("s", "Running/Suspended"), (runner.Printed, runner.Status));
        await runner.EventAsync("go");
        Assert.Equal(("s | q", "Running/Suspended"), (runner.Printed, runner.Status));
        Assert.Empty(runner.Bookmarks);
        Assert.Single(runner.State!.Incidents);
    }

    [Theory]
    [InlineData("absent", 60)]
    [InlineData("null", 60)]
    [InlineData("empty", 0)]
    [Trait("Elsa", "W-17")]
    public async Task W17_WhenDelayHasNoTimeSpan_IsDueAfterTheDefault(string timeSpan, int seconds)
    {
        var delay = Activity("Elsa.Delay", "D");
        if (timeSpan != "absent")
            delay["timeSpan"] = timeSpan == "null" ? null : Input("TimeSpan", "Literal", "");
        var runner = Runner.Of(delay);
        await runner.StartAsync();
        Assert.Equal(Runner.Start0.AddSeconds(seconds), Assert.Single(runner.Bookmarks).DueAt);
    }

    [Fact]
    [Trait("Elsa", "W-18")]
    [Trait("Elsa", "D-17")]
    [Trait("Elsa", "D-19")]
    public async Task W18_WhenVariablesHaveDefaults_ContainersReformatDatesAndDefinitionsKeepText()
    {
        const string date = "2024-03-01T10:00:00Z";
        var root = Sequence(
            "S",
            Activity("Elsa.WriteLine", "a", ("text", Script("typeof variables.five + ' ' + variables.five"))),
            Activity("Elsa.WriteLine", "b", ("text", Script("variables.outer"))),
            Activity("Elsa.WriteLine", "c", ("text", Script("variables.inner"))));
        root["variables"] = new JsonArray(Variable("inner", "String", date));
        var runner = Runner.Of(
            root, ("variables", new JsonArray(Variable("five", "Object", "5"), Variable("outer", "String", date))));
        await runner.StartAsync();
        Assert.Equal($"string 5 | {date} | 03/01/2024 10:00:00 +00:00", runner.Printed);
    }

    private static JsonObject Join(string mode) => Flowchart(
        "F",
        "S>Mail S>Phone Mail>J Phone>J J>Answered",
        Event("Mail", "mail"),
        Event("Phone", "phone"),
        Activity("Elsa.FlowJoin", "J", ("mode", Text(mode))));
}
