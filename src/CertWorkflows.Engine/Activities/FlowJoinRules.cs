using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Joins that wait for a branch which is not always taken (F-13, F-17, F-23).</summary>
internal static class FlowJoinRules
{
    public static IEnumerable<DefinitionProblem> Check(FlowchartPlan plan, FlowGraph graph)
    {
        for (var join = 0; join < plan.Children.Count; join++)
        {
            var inbound = graph.ForwardInbound[join];
            if (inbound.Length < 2 || !WaitsForAll(plan, join))
                continue;
            for (var choice = 0; choice < plan.Children.Count; choice++)
            {
                if (graph.IsAncestor(choice, join) && Missing(plan, graph, choice, inbound) is var (outcome, edge))
                    yield return Problem(plan, join, choice, outcome, edge);
            }
        }
    }

    private static bool WaitsForAll(FlowchartPlan plan, int index)
        => plan.Joins[index] is { } mode
            ? mode.Constant is string text && text.Equals("WaitAll", StringComparison.OrdinalIgnoreCase)
            : plan.Children[index].Raw("customProperties") is System.Text.Json.Nodes.JsonObject custom
                && ActivityJson.Text(custom, "mergeMode") is { } merge
                && (merge.Equals("Merge", StringComparison.OrdinalIgnoreCase) || merge.Equals("Converge", StringComparison.OrdinalIgnoreCase));

    /// <summary>An outcome of the choice after which a connection into the join never comes that comes after another outcome.</summary>
    private static (string Outcome, FlowEdge Edge)? Missing(FlowchartPlan plan, FlowGraph graph, int choice, FlowEdge[] inbound)
    {
        var node = plan.Children[choice];
        var outcomes = node.Activity.Outcomes(node).ToList();
        if (outcomes.Count < 2 || node.Activity is FlowForkActivity)
            return null;
        var reached = outcomes.ToDictionary(outcome => outcome, outcome => Reached(plan, graph, choice, outcome, inbound));
        var all = reached.Values.SelectMany(edges => edges).ToHashSet();
        foreach (var outcome in outcomes)
        {
            if (all.FirstOrDefault(edge => !reached[outcome].Contains(edge)) is { } missing)
                return (outcome, missing);
        }

        return null;
    }

    private static HashSet<FlowEdge> Reached(FlowchartPlan plan, FlowGraph graph, int choice, string outcome, FlowEdge[] inbound)
    {
        var taken = plan.Outbound[choice].Where(edge => edge.Port == outcome && graph.IsForward(edge)).ToList();
        return [.. inbound.Where(edge => taken.Any(first
            => first == edge || first.Target == edge.Source || graph.IsAncestor(first.Target, edge.Source)))];
    }

    private static DefinitionProblem Problem(FlowchartPlan plan, int join, int choice, string outcome, FlowEdge edge) => new(
        "join-never-complete",
        plan.Children[join].NodeId,
        $"'{plan.Children[join].Id}' waits for all its connections, but after '{plan.Children[choice].Id}' left by '{outcome}' the one from "
            + $"'{plan.Children[edge.Source].Id}' never comes: it and all behind it are left out, and in token mode the instance would wait for ever.",
        true);
}
