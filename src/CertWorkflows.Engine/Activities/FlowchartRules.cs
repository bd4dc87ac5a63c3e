using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Engine.Activities;

/// <summary>What can be wrong with the connections of a flowchart.</summary>
internal static class FlowchartRules
{
    public static IEnumerable<DefinitionProblem> Check(ActivityNode node) => [.. Form(node), .. Shape((FlowchartPlan)node.Plan!)];

    /// <summary>Connections that do not lead from one child to another, or that are there twice (D-25).</summary>
    private static IEnumerable<DefinitionProblem> Form(ActivityNode node)
    {
        var children = node.SlotList("activities").Select(child => child.Id).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<Connection>();
        foreach (var connection in ConnectionReader.Read(node.Source))
        {
            foreach (var end in new[] { connection.Source, connection.Target }.Where(end => !children.Contains(end)))
            {
                yield return new DefinitionProblem(
                    "dangling-connection",
                    node.NodeId,
                    $"The connection {Text(connection)} names the activity '{end}', which is not in this flowchart.");
            }

            if (!seen.Add(connection))
                yield return new DefinitionProblem("duplicate-connection", node.NodeId, $"The connection {Text(connection)} is there twice.", true);
        }
    }

    private static IEnumerable<DefinitionProblem> Shape(FlowchartPlan plan)
    {
        var start = plan.Start(null);
        if (start < 0)
            yield break;
        var reached = Reached(plan, start);
        for (var index = 0; index < plan.Children.Count; index++)
        {
            var child = plan.Children[index];
            if (!reached[index])
            {
                yield return new DefinitionProblem(
                    "unreachable-activity", child.NodeId, $"No connection leads from the start '{plan.Children[start].Id}' to activity '{child.Id}'.", true);
            }

            foreach (var problem in Ports(plan, index))
                yield return problem;
        }

        foreach (var problem in Cycles(plan, plan.Graph(start)).Concat(FlowJoinRules.Check(plan, plan.Graph(start))))
            yield return problem;
    }

    private static bool[] Reached(FlowchartPlan plan, int start)
    {
        var reached = new bool[plan.Children.Count];
        var open = new Stack<int>();
        // a trigger starts its own run (F-2)
        for (var index = 0; index < reached.Length; index++)
        {
            if (index == start || plan.Children[index].CanStartWorkflow)
                open.Push(index);
        }

        while (open.TryPop(out var next))
        {
            if (reached[next])
                continue;
            reached[next] = true;
            foreach (var edge in plan.Outbound[next])
                open.Push(edge.Target);
        }

        return reached;
    }

    /// <summary>Connections by outcomes that never come, and outcomes without connection of activities that have others connected:
    /// there the branch ends, and a join behind it is skipped or waits.</summary>
    private static IEnumerable<DefinitionProblem> Ports(FlowchartPlan plan, int index)
    {
        var child = plan.Children[index];
        var outcomes = child.Activity.Outcomes(child).ToList();
        var connected = plan.Outbound[index].Select(edge => edge.Port).ToHashSet();
        if (outcomes.Count == 0 || child.Activity.Descriptor.IsTerminal)
            yield break;
        foreach (var port in connected.Where(port => port is null || !outcomes.Contains(port)))
        {
            yield return new DefinitionProblem(
                "unknown-outcome", child.NodeId, $"A connection leaves '{child.Id}' by '{port}', which it never has; it has {string.Join(", ", outcomes)}.");
        }

        if (outcomes.Count < 2)
            yield break;
        foreach (var outcome in outcomes.Where(outcome => !connected.Contains(outcome)))
        {
            yield return new DefinitionProblem(
                "unconnected-outcome", child.NodeId, $"No connection leaves '{child.Id}' by its outcome '{outcome}'; the branch would end there.", true);
        }
    }

    private static IEnumerable<DefinitionProblem> Cycles(FlowchartPlan plan, FlowGraph graph)
    {
        foreach (var edge in plan.Edges.Where(edge => !graph.IsForward(edge) && !graph.IsDangling(edge.Source)))
        {
            var (source, target) = (plan.Children[edge.Source], plan.Children[edge.Target]);
            if (!graph.IsValidBackward(edge))
            {
                yield return new DefinitionProblem(
                    "invalid-backward-connection",
                    source.NodeId,
                    $"The connection back from '{source.Id}' to '{target.Id}' would fault: not every path from the start to '{source.Id}' goes through '{target.Id}'.");
                continue;
            }

            var inside = plan.Children.Where((_, index) => index == edge.Source || index == edge.Target
                || (graph.IsAncestor(edge.Target, index) && graph.IsAncestor(index, edge.Source)));
            if (!inside.Any(CanWait))
            {
                yield return new DefinitionProblem(
                    "cycle-without-wait",
                    source.NodeId,
                    $"The loop from '{target.Id}' back through '{source.Id}' never waits: it runs to its end within one turn.",
                    true);
            }
        }
    }

    // what is no plain step of the engine may wait; so may whatever holds such an activity
    internal static bool CanWait(ActivityNode node) => Waits(node) || node.Children.Any(CanWait);

    private static bool Waits(ActivityNode node)
        => node.Activity is EventActivity or DelayActivity or StartAtActivity or TimerActivity or CronActivity or RunTaskActivity
                or ExecuteWorkflowActivity or DispatchWorkflowActivity or BulkDispatchWorkflowsActivity or SendHttpRequestActivity or FlowSendHttpRequestActivity
            || !node.Type.StartsWith("Elsa.", StringComparison.Ordinal);

    private static string Text(Connection connection) => $"'{connection.Source}:{connection.Port}' > '{connection.Target}'";
}
