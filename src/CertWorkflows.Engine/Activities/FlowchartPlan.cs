using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Engine.Activities;

/// <summary>What is fixed about one flowchart of a definition: its children and connections by number, and the analyses of its
/// graph by start activity.</summary>
internal sealed class FlowchartPlan
{
    private readonly ConcurrentDictionary<int, FlowGraph> _graphs = new();
    private readonly Dictionary<string, int> _indexById;

    public FlowchartPlan(ActivityNode node)
    {
        Children = node.SlotList("activities");
        _indexById = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < Children.Count; index++)
            _indexById.TryAdd(Children[index].Id, index);
        var edges = new List<FlowEdge>();
        foreach (var connection in ConnectionReader.Read(node.Source).Distinct())
        {
            // D-25: what leads to or from outside is dropped; the validator names it
            if (_indexById.TryGetValue(connection.Source, out var source) && _indexById.TryGetValue(connection.Target, out var target))
                edges.Add(new FlowEdge(edges.Count, source, connection.Port, target, connection.TargetPort));
        }

        Edges = edges;
        Outbound = [.. Enumerable.Range(0, Children.Count).Select(index => edges.Where(edge => edge.Source == index).ToArray())];
        Joins = [.. Children.Select(child => child.Type == FlowJoinActivity.TypeName ? child.FindInput(FlowJoinActivity.Mode) : null)];
        Merges =
        [
            .. Children.Select(child => child.Raw("customProperties") is JsonObject custom
                && Enum.TryParse<FlowMergeMode>(ActivityJson.Text(custom, "mergeMode"), ignoreCase: true, out var mode) ? mode : FlowMergeMode.Stream),
        ];
    }

    public IReadOnlyList<ActivityNode> Children { get; }

    public IReadOnlyList<FlowEdge> Edges { get; }

    /// <summary>Connections that leave each child, in order.</summary>
    public IReadOnlyList<FlowEdge[]> Outbound { get; }

    /// <summary>The mode input of children that are joins.</summary>
    public IReadOnlyList<CompiledInput?> Joins { get; }

    /// <summary>The merge mode of each child that is no join (F-20).</summary>
    public IReadOnlyList<FlowMergeMode> Merges { get; }

    /// <summary>The child's number; -1 for an activity of another container.</summary>
    public int IndexOf(string activityId) => _indexById.GetValueOrDefault(activityId, -1);

    /// <summary>The child a run begins with (F-2); -1 without children.</summary>
    public int Start(string? triggerActivityId)
    {
        if (triggerActivityId is not null && _indexById.TryGetValue(triggerActivityId, out var triggered))
            return triggered;
        var start = First(child => child.Type == "Elsa.Start");
        if (start < 0)
            start = First(child => child.CanStartWorkflow);
        if (start < 0)
            start = First(child => Edges.All(edge => Children[edge.Target] != child));
        return start < 0 && Children.Count > 0 ? 0 : start;
    }

    /// <summary>The graph as seen from that start activity (F-7).</summary>
    public FlowGraph Graph(int start) => _graphs.GetOrAdd(start, static (from, plan) => new FlowGraph(plan, from), this);

    private int First(Func<ActivityNode, bool> match)
    {
        for (var index = 0; index < Children.Count; index++)
        {
            if (match(Children[index]))
                return index;
        }

        return -1;
    }
}

/// <summary>A connection by numbers.</summary>
/// <param name="Index">Number in the flowchart.</param>
/// <param name="Source">Source child.</param>
/// <param name="Port">Outcome that follows it; <see langword="null"/> for none.</param>
/// <param name="Target">Target child.</param>
/// <param name="TargetPort">Without effect.</param>
internal sealed record FlowEdge(int Index, int Source, string? Port, int Target, string? TargetPort);

/// <summary>How branches merge at an activity in the token-based mode (F-19).</summary>
internal enum FlowMergeMode
{
    Stream,
    Merge,
    Converge,
    Cascade,
    Race,
}
