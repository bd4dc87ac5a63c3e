using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.ParallelForEach: its body once for each item, side by side .</summary>
internal sealed class ParallelForEachActivity : Activity
{
    /// <summary>What waits for its turn is part of the stored state, item by item.</summary>
    internal const int MaxItems = 10_000;

    private const string Open = "OpenTags";

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.ParallelForEach", "Looping", "Parallel for each", "Runs side by side for each item of a list.")
            .Input("Items", TypeRef.Object, "The items, a list of objects.", defaultValue: new List<object?>(), hint: UiHints.MultiLine)
            .Slots("Body")
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        // a text, and a list of plain values such as an Int32[], are no items
        var items = (context.Input("Items") as IEnumerable<object?> ?? []).ToList();
        if (items.Count > MaxItems)
        {
            throw new WorkflowFaultException(
                $"'{context.Node.Id}' has {items.Count} items and would keep them all in the instance at once; at most {MaxItems} are possible. Use Elsa.ForEach.");
        }

        var open = new HashSet<string>(StringComparer.Ordinal);
        context.Memory = open;
        if (context.Node.Slot("Body") is not { } body)
            return new(ActivityResult.Done);
        var children = items.Select((item, index) => new ScheduledChild(
            body, context.Turn.NewId().ToString("D"), ForEachActivity.Variables(item, index))).ToList();
        open.UnionWith(children.Select(child => child.Tag!));
        return new(children.Count == 0 ? ActivityResult.Done : ActivityResult.Schedule(children));
    }

    public override ValueTask<ActivityResult> ChildCompletedAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
    {
        var open = OpenTags(context);
        open.Remove(child.Tag ?? "");
        return new(open.Count == 0 ? ActivityResult.Done : ActivityResult.Wait);
    }

    public override ValueTask<ActivityResult> ChildCanceledAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
        => ChildCompletedAsync(context, child, cancellationToken);

    public override void SaveMemory(ActivityContext context)
    {
        if (context.Memory is HashSet<string> open)
            context.Properties[Open] = new JsonArray([.. open.Order(StringComparer.Ordinal).Select(tag => (JsonNode)tag)]);
    }

    private static HashSet<string> OpenTags(ActivityContext context)
    {
        if (context.Memory is HashSet<string> known)
            return known;
        var stored = (context.Properties[Open] as JsonArray)?.Select(tag => (string)tag!) ?? [];
        var open = new HashSet<string>(stored, StringComparer.Ordinal);
        context.Memory = open;
        return open;
    }
}
