using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.ForEach: its body once for each item, one after the other .</summary>
internal sealed class ForEachActivity : LoopActivity
{
    private const string CurrentIndex = "CurrentIndex";
    private const string CurrentValue = "CurrentValue";

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.ForEach", "Looping", "For each", "Repeats for each item of a list.")
            .Input("Items", TypeRef.ListOfObject, "The items.", defaultValue: new List<object?>(), hint: UiHints.MultiLine)
            .Output(CurrentValue, TypeRef.Object, "The item of this round.")
            .Slots("Body")
            .Build();

    public override void SaveMemory(ActivityContext context)
    {
        if (context.Memory is int index)
            context.Properties[CurrentIndex] = index;
    }

    protected override ActivityResult First(ActivityContext context) => Round(context, 0);

    protected override ActivityResult Next(ActivityContext context)
        => Round(context, (context.Memory as int? ?? (int?)context.Properties[CurrentIndex] ?? 0) + 1);

    private static ActivityResult Round(ActivityContext context, int index)
    {
        context.Memory = index;
        var items = context.Input<List<object?>>("Items")
            ?? throw new WorkflowFaultException($"The loop '{context.Node.Id}' has no items: its input 'Items' is null.");
        if (index >= items.Count)
            return ActivityResult.Done;
        context.SetOutput(CurrentValue, items[index]);
        return context.Node.Slot("Body") is { } body
            ? ActivityResult.Schedule([new ScheduledChild(body, null, Variables(items[index], index))])
            : ActivityResult.Done;
    }

    internal static Dictionary<string, object?> Variables(object? item, int index)
        => new(StringComparer.Ordinal) { [CurrentValue] = item, [CurrentIndex] = index };
}
