using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.Flowchart in its counter-based mode (chapter 4).</summary>
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
        FlowScope.Begin(context, plan, start).Visits[start] = 1;
        return new(ActivityResult.Schedule(plan.Children[start]));
    }

    public override ValueTask<ActivityResult> ChildCompletedAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
    {
        if (child.Node.Activity.Descriptor.IsTerminal)
            return new(ActivityResult.Done);
        var scope = FlowScope.Of(context);
        var index = ((FlowchartPlan)context.Node.Plan!).IndexOf(child.Node.Id);
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
        var step = new FlowStep(context, FlowScope.Of(context));
        step.Leave(((FlowchartPlan)context.Node.Plan!).IndexOf(child.Node.Id), []);
        return new(step.Result());
    }

    public override void SaveMemory(ActivityContext context)
    {
        if (context.Memory is FlowScope scope && context.Status == ActivityStatus.Running)
            scope.Save(context);
    }

    /// <summary>Executions of the flowchart's own children that lead to the child and are not over (F-14, F-15).</summary>
    internal static List<ActivityContext> UnfinishedAncestors(ActivityContext flowchart, FlowchartPlan plan, FlowGraph graph, int child)
        => [.. flowchart.Children.Where(context => context.Status == ActivityStatus.Running
            && graph.IsAncestor(plan.IndexOf(context.Node.Id), child))];
}
