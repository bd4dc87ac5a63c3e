using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.FlowJoin (F-13 to F-15).</summary>
internal sealed class FlowJoinActivity : Activity
{
    public const string TypeName = "Elsa.FlowJoin";
    public const string Mode = "Mode";

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder(TypeName, "Branching", "Join", "Brings branches of a flowchart together again.")
            .Input(
                Mode,
                TypeRef.String,
                "WaitAny goes on with the first branch that arrives and cancels the others; WaitAll with the last one, if all were taken; "
                    + "WaitAllActive with the last one that can still arrive.",
                defaultValue: nameof(FlowJoinMode.WaitAny),
                defaultReplacesNull: true,
                hint: UiHints.DropDown,
                options: UiHints.OneOf(Enum.GetNames<FlowJoinMode>()))
            .Build();

    /// <summary>The mode of a join of that flowchart, before the join itself runs (F-13).</summary>
    public static FlowJoinMode Evaluate(ActivityContext flowchart, CompiledInput mode)
    {
        var value = mode.Expression is null ? mode.Constant : flowchart.Evaluate(mode.Expression, mode.Descriptor.Type);
        return Enum.TryParse<FlowJoinMode>(value as string, ignoreCase: true, out var parsed) ? parsed : FlowJoinMode.WaitAny;
    }

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        // by tokens the Race that let it run has cancelled what it overtook
        if (context.Parent is not { Node.Plan: FlowchartPlan plan } flowchart || context.Instance.FlowchartMode == FlowchartMode.TokenBased)
            return new(ActivityResult.Done);
        var graph = FlowScope.Of(flowchart).Graph;
        var late = FlowchartActivity.UnfinishedAncestors(flowchart, plan, graph, plan.IndexOf(context.Node.Id));
        return new(late.Count == 0 ? ActivityResult.Done : new ActivityResult.CompletedAfterCancelling(late));
    }
}

/// <summary>How a join waits (F-13).</summary>
internal enum FlowJoinMode
{
    WaitAny,
    WaitAll,
    WaitAllActive,
}
