using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.Sequence: its children one after the other .</summary>
internal sealed class SequenceActivity : Activity
{
    private const string CurrentIndex = "CurrentIndex";

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.Sequence", "Workflows", "Sequence", "Activities one after the other.").Container().Build();

    public override object Plan(ActivityNode node) => node.SlotList("activities").Select(ActivityResult.Schedule).ToArray();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.Memory = new Position { Next = 0 };
        return new(Next(context));
    }

    public override ValueTask<ActivityResult> ChildCompletedAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
        => new(context.IsBreaking || child.Node.Activity.Descriptor.IsTerminal ? ActivityResult.Done : Next(context));

    // a cancelled child is over as well; without this the sequence would wait for ever
    public override ValueTask<ActivityResult> ChildCanceledAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken) => new(Next(context));

    public override void SaveMemory(ActivityContext context)
    {
        if (context.Memory is Position position)
            context.Properties[CurrentIndex] = position.Next;
    }

    private static ActivityResult Next(ActivityContext context)
    {
        var children = (ActivityResult[])context.Node.Plan!;
        var position = (Position)(context.Memory ??= new Position { Next = (int?)context.Properties[CurrentIndex] ?? 0 });
        return position.Next < children.Length ? children[position.Next++] : ActivityResult.Done;
    }

    private sealed class Position
    {
        public int Next { get; set; }
    }
}
