using CertWorkflows.Domain;

namespace CertWorkflows.Server.Diagrams;

/// <summary>Places the states of a machine in rows, by how many moves lead to them from the first one.</summary>
internal static class LifecycleLayout
{
    /// <summary>The rows from above; in each, the states stand below those that lead to them.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(LifecycleGraph graph)
    {
        var rows = new List<IReadOnlyList<string>> { new[] { graph.Initial } };
        var placed = new HashSet<string>(StringComparer.Ordinal) { graph.Initial };
        while (true)
        {
            var above = rows[^1];
            var next = above.SelectMany(graph.After).Where(placed.Add).ToList();
            if (next.Count == 0)
            {
                return rows;
            }

            rows.Add([.. next.OrderBy(state => Centre(graph, above, state))]);
        }
    }

    private static double Centre(LifecycleGraph graph, IReadOnlyList<string> above, string state) =>
        Enumerable.Range(0, above.Count).Where(index => graph.After(above[index]).Contains(state)).Average();
}
