using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.Parallel: its children side by side, until all are over .</summary>
internal sealed class ParallelActivity : Activity
{
    private const string Completed = "CompletedChildren";

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.Parallel", "Workflows", "Parallel", "Activities side by side.").Container().Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var children = context.Node.SlotList("activities");
        context.Properties[Completed] = 0;
        return new(children.Count == 0
            ? ActivityResult.Done
            : ActivityResult.Schedule([.. children.Select(child => new ScheduledChild(child))]));
    }

    public override ValueTask<ActivityResult> ChildCompletedAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
    {
        var completed = ((int?)context.Properties[Completed] ?? 0) + 1;
        context.Properties[Completed] = completed;
        return new(completed >= context.Node.SlotList("activities").Count ? ActivityResult.Done : ActivityResult.Wait);
    }

    public override ValueTask<ActivityResult> ChildCanceledAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
        => ChildCompletedAsync(context, child, cancellationToken);
}
