using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using static CertWorkflows.Engine.Tests.Execution.Json;
using StackFrame = System.Diagnostics.StackFrame;
using StackTrace = System.Diagnostics.StackTrace;

namespace CertWorkflows.Engine.Tests.Execution;

public sealed class InterpreterTests
{
    [Fact]
    public async Task Stack_FromRunToActivity_HasAtMostOneFrameBetweenThem()
    {
        var probe = new StackActivity();
        await new Runner(Definition(Flowchart("F", "S>X", Activity("Test.Stack", "X"))), [probe]).StartAsync();
        var own = probe.Frames
            .Select(frame => frame.GetMethod()!)
            .Where(method => method.DeclaringType?.FullName?.StartsWith("CertWorkflows.Engine.Execution.", StringComparison.Ordinal) == true)
            // an async method shows as its own state machine
            .Select(method => method.Name == "MoveNext" ? method.DeclaringType!.Name.Split('<', '>')[1] : method.Name)
            .Distinct()
            .ToList();
        Assert.Equal(["DrainAsync", "RunAsync"], own);
    }

    [Fact]
    [Trait("Elsa", "X-4")]
    [Trait("Elsa", "S-19")]
    public async Task Turn_WhenLimitIsReached_EndsWithWorkLeftAndGoesOn()
    {
        var runner = new Runner(Definition(Sequence("S", Print("a"), Print("b"), Print("c"))), maxActivitiesPerTurn: 3);
        Assert.True((await runner.StartAsync()).HasMore);
        Assert.Equal("Running/Executing", runner.Status);
        Assert.Equal("a", runner.Printed);
        Assert.True((await runner.GiveAsync(new Stimulus.Continue())).Consumed);
        Assert.Equal(("a | b | c", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    public async Task Turn_WhenLoopNeverEnds_StopsAtTheLimit()
    {
        var runner = new Runner(
            Definition(Flowchart("F", "S>a a>D D:True>a D:False>b", Decision("D", true))), maxActivitiesPerTurn: 1000);
        var result = await runner.StartAsync();
        Assert.True(result.HasMore);
        await runner.GiveAsync(new Stimulus.Cancel("runaway"));
        Assert.Equal("Finished/Cancelled", runner.Status);
    }

    [Fact]
    public async Task Run_WhenTurnsAreEqual_IsEqual()
    {
        var (first, second) = (await RunAsync(), await RunAsync());
        Assert.Equal(first, second);

        static async Task<string> RunAsync()
        {
            var runner = Runner.Of(Flowchart("F", "S>E S>W", Event("E", "go"), Activity("Elsa.WriteLine", "W", ("text", Script("newGuidString()")))));
            await runner.StartAsync();
            return runner.Printed + runner.State!.ToJson();
        }
    }

    [Fact]
    [Trait("Elsa", "X-14")]
    public async Task ScheduledVariables_WhenGivenToAChild_AreSeenBelowItAndSurviveASuspension()
    {
        var root = Activity("Test.Loop", "L", ("body", Sequence("B", Event("E", "go"), Activity("Elsa.WriteLine", "W", ("text", Script("variables.CurrentValue + '-t'"))))));
        var runner = new Runner(Definition(root), [new LoopActivity()]) { IsStoredBetweenTurns = true };
        await runner.StartAsync();
        await runner.EventAsync("go");
        Assert.Equal(("item-t", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    private sealed class StackActivity : Activity
    {
        public StackFrame[] Frames { get; private set; } = [];

        public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder("Test.Stack", "Test").Build();

        public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
        {
            Frames = new StackTrace().GetFrames();
            return new(ActivityResult.Done);
        }
    }

    private sealed class LoopActivity : Activity
    {
        public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder("Test.Loop", "Test").Slots("Body").Build();

        public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
            => new(ActivityResult.Schedule(
                [new ScheduledChild(context.Node.Slot("Body")!, "t", new Dictionary<string, object?> { ["CurrentValue"] = "item" })]));

        public override ValueTask<ActivityResult> ChildCompletedAsync(
            ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
        {
            Assert.Equal("t", child.Tag);
            return new(ActivityResult.Done);
        }
    }
}
