using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.Fork: its branches side by side, until all or one of them is over .</summary>
internal sealed class ForkActivity : Activity
{
    private const string Completed = "Completed";

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.Fork", "Control Flow", "Fork", "Branches side by side.")
            .Input(
                "JoinMode",
                TypeRef.String,
                "WaitAll goes on when all branches are over, WaitAny when the first one is.",
                defaultValue: "WaitAll",
                hint: UiHints.DropDown,
                options: UiHints.OneOf("WaitAll", "WaitAny"),
                wrapped: false)
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var branches = context.Node.SlotList("branches");
        context.Properties[Completed] = new JsonArray();
        context.IsBreaking = false;
        return new(branches.Count == 0
            ? ActivityResult.Done
            : ActivityResult.Schedule([.. branches.Select(branch => new ScheduledChild(branch))]));
    }

    public override ValueTask<ActivityResult> ChildCompletedAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
    {
        if (context.IsBreaking || string.Equals(context.Input<string>("JoinMode"), "WaitAny", StringComparison.OrdinalIgnoreCase))
            return new(ActivityResult.Done);
        if (context.Properties[Completed] is not JsonArray completed)
            context.Properties[Completed] = completed = [];
        if (!completed.Any(id => (string?)id == child.Node.Id))
            completed.Add((JsonNode)child.Node.Id);
        return new(completed.Count >= context.Node.SlotList("branches").Count ? ActivityResult.Done : ActivityResult.Wait);
    }

    public override ValueTask<ActivityResult> ChildCanceledAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
        => ChildCompletedAsync(context, child, cancellationToken);
}
