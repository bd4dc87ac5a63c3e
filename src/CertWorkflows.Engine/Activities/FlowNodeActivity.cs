using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.FlowNode: holds one activity.</summary>
internal sealed class FlowNodeActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.FlowNode", "Flow", "Container", "Holds one activity.").Slots("Body").Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
        => new(context.Node.Slot("Body") is { } body ? ActivityResult.Schedule(body) : ActivityResult.Done);

    // its body is over as well when it was cancelled
    public override ValueTask<ActivityResult> ChildCanceledAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken) => new(ActivityResult.Done);
}
