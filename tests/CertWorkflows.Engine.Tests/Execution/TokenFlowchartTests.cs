using System.Text.Json.Nodes;
using CertWorkflows.Engine.Execution;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Execution;

/// <summary>The worked examples of chapter 10 in the token-based mode (4.4).</summary>
[Trait("Elsa", "F-1")]
[Trait("Elsa", "F-19")]
public sealed class TokenFlowchartTests
{
    [Fact]
    [Trait("Elsa", "W-1")]
    public async Task W1_ByTokens_RunsBreadthFirstAndMergesOnce()
        => await PrintsAsync("Order | Pay | Pack | Bill | Ship | Close", Flowchart("F", "Order>Pay Order>Pack Pay>Bill Pack>Ship Bill>Close Ship>Close"));

    [Fact]
    [Trait("Elsa", "W-2")]
    public async Task W2_ByTokens_FollowsTheArmTaken()
        => await PrintsAsync("Plain | Send", Flowchart("F", "Vip:True>Gift Vip:False>Plain Gift>Send Plain>Send", Decision("Vip", false)));

    [Theory]
    [Trait("Elsa", "F-20")]
    [InlineData("WaitAny", "S | Answered", "S | Answered")]
    [InlineData("WaitAll", "S", "S | Answered")]
    [Trait("Elsa", "W-4")]
    public async Task W4_ByTokens_JoinsByItsMode(string mode, string afterPhone, string afterMail)
    {
        var runner = Tokens(Flowchart(
            "F",
            "S>Mail S>Phone Mail>J Phone>J J>Answered",
            Event("Mail", "mail"),
            Event("Phone", "phone"),
            Activity("Elsa.FlowJoin", "J", ("mode", Text(mode)))));
        await runner.StartAsync();
        await runner.EventAsync("phone");
        Assert.Equal(afterPhone, runner.Printed);
        await runner.EventAsync("mail");
        Assert.Equal((afterMail, "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Theory]
    [Trait("Elsa", "F-23")]
    [Trait("Elsa", "R-4")]
    [InlineData("None", "S", "S | M | T")]
    [InlineData("merge", "S", "S | M | T")]
    [InlineData("Converge", "S", "S | M | T")]
    [InlineData("Cascade", "S | M | T", "S | M | T")]
    [InlineData("Race", "S | M | T", "S | M | T")]
    [Trait("Elsa", "F-18")]
    [Trait("Elsa", "F-19")]
    [Trait("Elsa", "W-5")]
    public async Task W5_ByTokens_MergesByItsMode(string mode, string afterY, string afterX)
    {
        var runner = Tokens(Flowchart("F", "S>X S>Y X>M Y>M M>T", Event("X", "x"), Event("Y", "y"), Merging("M", mode)));
        await runner.StartAsync();
        await runner.EventAsync("y");
        Assert.Equal(afterY, runner.Printed);
        await runner.EventAsync("x");
        Assert.Equal((afterX, "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Theory]
    [Trait("Elsa", "F-23")]
    [InlineData("Stream", "A | M | T", "Finished/Finished")]
    [InlineData("Cascade", "A | M | T", "Finished/Finished")]
    [InlineData("Race", "A | M | T", "Finished/Finished")]
    [InlineData("Merge", "A", "Running/Suspended")]
    [InlineData("Converge", "A", "Running/Suspended")]
    [Trait("Elsa", "F-18")]
    [Trait("Elsa", "F-19")]
    [Trait("Elsa", "W-6")]
    public async Task W6_ByTokens_BehindADecision(string mode, string printed, string status)
        => await PrintsAsync(printed, Flowchart("F", "D:True>A D:False>B A>M B>M M>T", Decision("D", true), Merging("M", mode)), status);

    [Theory]
    [Trait("Elsa", "F-21")]
    [Trait("Elsa", "F-23")]
    [InlineData("Stream", "S | m0 | m1 | m2 | T", "Finished/Finished")]
    [InlineData("Merge", "S | m0 | m1 | m2 | T", "Finished/Finished")]
    [InlineData("Cascade", "S | m0 | m1 | m2 | T", "Finished/Finished")]
    [InlineData("Race", "S | m0 | m1 | m2 | T", "Finished/Finished")]
    [InlineData("Converge", "S", "Running/Suspended")]
    [Trait("Elsa", "W-7")]
    public async Task W7_ByTokens_AtALoopHead(string mode, string printed, string status)
    {
        var head = Merging("M", mode);
        head["text"] = Script("'m' + variables.n");
        await PrintsAsync(
            printed,
            Flowchart(
                "F",
                "S>M M>Inc Inc>D D:True>M D:False>T",
                head,
                SetVariable("Inc", "n", Script("variables.n + 1")),
                Activity("Elsa.FlowDecision", "D", ("condition", Script("variables.n < 3")))),
            status);
    }

    [Fact]
    [Trait("Elsa", "F-1")]
    public async Task Start_WhenItNamesTheMode_OverridesTheDefault()
    {
        var runner = Runner.Of(Flowchart("F", "D:True>A D:False>B A>M B>M M>T", Decision("D", true), Merging("M", "Merge")));
        await runner.GiveAsync(new Stimulus.Start(new Dictionary<string, object?>()) { FlowchartMode = FlowchartMode.TokenBased });
        Assert.Equal(("A", "Running/Suspended"), (runner.Printed, runner.Status));
    }

    private static JsonObject Merging(string id, string mode)
    {
        var activity = Print(id);
        activity["customProperties"] = new JsonObject { ["mergeMode"] = mode };
        return activity;
    }

    private static Runner Tokens(JsonObject root, int maxActivitiesPerTurn = 1)
        => new(Definition(root, ("variables", new JsonArray(Variable("n", "Int32", "0")))), null, maxActivitiesPerTurn, FlowchartMode.TokenBased)
        {
            IsStoredBetweenTurns = true,
            DrainsTurns = true,
        };

    // in one turn, and in turns of one activity each with the state stored between them
    private static async Task PrintsAsync(string printed, JsonObject root, string status = "Finished/Finished")
    {
        foreach (var limit in new[] { 1, 1_000 })
        {
            var runner = Tokens(root.DeepClone().AsObject(), limit);
            await runner.StartAsync();
            Assert.Equal((printed, status), (runner.Printed, runner.Status));
        }
    }
}
