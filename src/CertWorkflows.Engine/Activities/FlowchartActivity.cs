using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.Flowchart (chapter 4). The instance says whether it counts visits or moves tokens (F-1).</summary>
internal sealed class FlowchartActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.Flowchart", "Flowchart", "Flowchart", "Activities joined by connections.").Container().Build();

    public override object Plan(ActivityNode node) => new FlowchartPlan(node);

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node) => FlowchartRules.Check(node);

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var plan = (FlowchartPlan)context.Node.Plan!;
        var start = plan.Start(context.TriggerActivityId);
        if (start < 0)
            return new(ActivityResult.Done);
        if (IsByTokens(context))
        {
            context.Memory = new FlowTokens(plan, start);
            return new(ActivityResult.Schedule(plan.Children[start]));
        }

        FlowScope.Begin(context, plan, start).Visits[start] = 1;
        return new(ActivityResult.Schedule(plan.Children[start]));
    }

    public override ValueTask<ActivityResult> ChildCompletedAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
    {
        if (child.Node.Activity.Descriptor.IsTerminal)
            return new(ActivityResult.Done);
        var index = ((FlowchartPlan)context.Node.Plan!).IndexOf(child.Node.Id);
        if (IsByTokens(context))
            return new(FlowTokens.Of(context).Leave(context, index, child.Outcomes));
        var scope = FlowScope.Of(context);
        if (scope.Graph.IsDangling(index))
        {
            throw new InvalidOperationException(
                $"Activity {child.Node.Id} is not reachable from the flowchart graph. Unable to schedule its outbound activities.");
        }

        var step = new FlowStep(context, scope);
        step.Leave(index, child.Outcomes);
        return new(step.Result());
    }

    public override ValueTask<ActivityResult> ChildCanceledAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
    {
        var index = ((FlowchartPlan)context.Node.Plan!).IndexOf(child.Node.Id);
        if (IsByTokens(context))
            return new(FlowTokens.Of(context).Cancel(context, index));
        var step = new FlowStep(context, FlowScope.Of(context));
        step.Leave(index, []);
        return new(step.Result());
    }

    internal override ActivityResult ScheduleFromOutside(ActivityContext context, ActivityNode child)
    {
        if (IsByTokens(context))
            return ActivityResult.Schedule(child);
        var scope = FlowScope.Of(context);
        var index = ((FlowchartPlan)context.Node.Plan!).IndexOf(child.Id);
        if (scope.Graph.IsDangling(index))
            throw new AlterationException("unreachable-activity", $"No connection leads to '{child.Id}', so that the flowchart could not go on after it.");
        scope.Visits[index]++;
        return ActivityResult.Schedule(child);
    }

    public override void SaveMemory(ActivityContext context)
    {
        if (context.Status != ActivityStatus.Running)
            return;
        (context.Memory as FlowScope)?.Save(context);
        (context.Memory as FlowTokens)?.Save(context);
    }

    private static bool IsByTokens(ActivityContext context) => context.Instance.FlowchartMode == FlowchartMode.TokenBased;

    /// <summary>Executions of the flowchart's own children that lead to the child and are not over (F-14, F-15).</summary>
    internal static List<ActivityContext> UnfinishedAncestors(ActivityContext flowchart, FlowchartPlan plan, FlowGraph graph, int child)
        => [.. flowchart.Children.Where(context => context.Status == ActivityStatus.Running
            && graph.IsAncestor(plan.IndexOf(context.Node.Id), child))];
}
