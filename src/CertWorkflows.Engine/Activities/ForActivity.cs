using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.For: its body once for each number of a range .</summary>
internal sealed class ForActivity : LoopActivity
{
    private const string CurrentStep = "CurrentStep";
    private const string CurrentValue = "CurrentValue";

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.For", "Looping", "For", "Repeats for each number of a range.")
            .Input("Start", TypeRef.Int32, "The first number.", defaultValue: 0)
            .Input("End", TypeRef.Int32, "The last number.", defaultValue: 0)
            .Input("Step", TypeRef.Int32, "The distance to the next number; negative to count down.", defaultValue: 1)
            .Input("OuterBoundInclusive", TypeRef.Boolean, "Whether the last number belongs to the range.", defaultValue: true, defaultReplacesNull: true)
            .Output(CurrentValue, TypeRef.Object, "The number of this round.")
            .Slots("Body")
            .Build();

    public override void SaveMemory(ActivityContext context)
    {
        if (context.Memory is long current)
            context.Properties[CurrentStep] = current;
    }

    protected override ActivityResult First(ActivityContext context) => Round(context, context.Input<int>("Start"));

    protected override ActivityResult Next(ActivityContext context)
    {
        var current = context.Memory as long? ?? (long?)context.Properties[CurrentStep] ?? context.Input<int>("Start");
        return Round(context, current + context.Input<int>("Step"));
    }

    // counted in 64 bits: a range up to the largest number ends
    private static ActivityResult Round(ActivityContext context, long current)
    {
        context.Memory = current;
        long end = context.Input<int>("End");
        var isInclusive = context.Input<bool>("OuterBoundInclusive");
        var goesOn = context.Input<int>("Step") >= 0
            ? current < end || (isInclusive && current == end)
            : current > end || (isInclusive && current == end);
        // without body Elsa never completes
        if (!goesOn || context.Node.Slot("Body") is not { } body)
            return ActivityResult.Done;
        var value = (int)current;
        context.SetOutput(CurrentValue, value);
        return ActivityResult.Schedule([new ScheduledChild(body, null, new Dictionary<string, object?> { [CurrentValue] = value })]);
    }
}
