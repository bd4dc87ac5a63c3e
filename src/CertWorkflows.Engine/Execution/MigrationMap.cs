using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Engine.Execution;

/// <summary>Which activities have got another id in the other version, as the caller says; checked before anything relies on it.</summary>
internal sealed class MigrationMap
{
    private readonly Dictionary<ActivityNode, string> _newIds = [];

    public MigrationMap(CompiledWorkflow from, CompiledWorkflow to, IReadOnlyDictionary<string, string> map)
    {
        // parents first: where a child may go depends on where its container goes
        foreach (var node in from.All.Where(node => map.ContainsKey(node.NodeId)))
            Add(node, map[node.NodeId], to);
        Problems.AddRange(map.Keys.Where(nodeId => !from.Nodes.ContainsKey(nodeId)).Order(StringComparer.Ordinal)
            .Select(nodeId => new MigrationProblem(nodeId, $"The map names '{nodeId}', which the version that it runs on does not have.")));
        foreach (var siblings in from.All.Where(node => node.Parent is not null).GroupBy(node => (node.Parent, NewId(node))).Where(group => group.Count() > 1))
        {
            Problems.Add(new MigrationProblem(
                siblings.First().NodeId, $"The map makes {string.Join(" and ", siblings.Select(node => $"'{node.Id}'"))} the same activity '{siblings.Key.Item2}'."));
        }
    }

    public List<MigrationProblem> Problems { get; } = [];

    /// <summary>The activity's id in the other version.</summary>
    public string NewId(ActivityNode node) => _newIds.GetValueOrDefault(node, node.Id);

    private void Add(ActivityNode node, string target, CompiledWorkflow to)
    {
        var problem = !to.Nodes.TryGetValue(target, out var found) ? $"The map sends '{node.Id}' to '{target}', which the other version does not have."
            : node.Parent is null ? "The map names the workflow itself, which stays what it is."
            : found.Type != node.Type ? $"The map makes '{node.Id}', a {node.Type}, the {found.Type} '{found.Id}'; the types must be the same."
            : found.Parent?.NodeId != NewNodeId(node.Parent) ? $"The map moves '{node.Id}' out of its container '{node.Parent.Id}' to '{target}'."
            : null;
        if (problem is null)
            _newIds[node] = found!.Id;
        else
            Problems.Add(new MigrationProblem(node.NodeId, problem));
    }

    private string NewNodeId(ActivityNode node) => node.Parent is null ? node.NodeId : $"{NewNodeId(node.Parent)}:{NewId(node)}";
}
