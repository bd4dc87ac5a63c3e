using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Execution;

public sealed class CancellationTests
{
    [Fact]
    [Trait("Elsa", "S-13")]
    [Trait("Elsa", "R-6")]
    public async Task Cancel_WhenBranchesWait_LeavesNoBookmarkAndMarksAllCanceled()
    {
        var runner = Runner.Of(Flowchart(
            "F", "S>A S>D S>Q A>J D>J", Event("A", "a"), Activity("Elsa.Delay", "D"), Sequence("Q", Event("E", "e")), Join("J", "WaitAllActive")));
        await runner.StartAsync();
        Assert.Equal(3, runner.Bookmarks.Count);

        var result = await runner.GiveAsync(new Stimulus.Cancel("customer gave up"));

        Assert.Equal("Finished/Cancelled", runner.Status);
        Assert.Empty(runner.Bookmarks);
        Assert.Equal(3, result.RemovedBookmarks.Count);
        Assert.All(runner.State!.Contexts, context => Assert.Equal(ActivityStatus.Canceled, context.Status));
        Assert.Equal(
            ["A Canceled", "D Canceled", "E Canceled", "Q Canceled", "F Canceled", "Workflow1 Canceled", "Workflow1 Workflow cancelled"],
            result.Journal.Select(entry => $"{entry.ActivityId} {entry.EventName}"));
        Assert.Equal("customer gave up", result.Journal[^1].Message);
        Assert.Equal(runner.State.Id.ToString("D"), result.Journal[^1].ActivityInstanceId);
        Assert.Equal("S", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "S-13")]
    public async Task Cancel_WhenActivityAsksForIt_StopsAfterThatActivity()
    {
        var runner = new Runner(Definition(Flowchart("F", "S>E S>X X>never", Event("E", "e"), Activity("Test.Cancel", "X"))), [new CancelActivity()]);
        var result = await runner.StartAsync();
        Assert.Equal(("S", "Finished/Cancelled"), (runner.Printed, runner.Status));
        Assert.Empty(runner.Bookmarks);
        Assert.Empty(result.AddedBookmarks);
        Assert.Single(result.RemovedBookmarks);
    }

    [Fact]
    public async Task Token_WhenCancelled_AbandonsTheTurn()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var runner = Runner.Of(Print("a"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await new WorkflowInterpreter(new(new())).RunAsync(
            runner.Workflow, null, Guid.Empty, new Stimulus.Start(new Dictionary<string, object?>()), new SimpleTurn(Runner.Start0), source.Token));
    }

    private sealed class CancelActivity : Activity
    {
        public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder("Test.Cancel", "Test").Build();

        public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
        {
            context.RequestCancel("enough");
            return new(ActivityResult.Done);
        }
    }
}
