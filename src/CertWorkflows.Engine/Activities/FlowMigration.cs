using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Activities;

/// <summary>A flowchart under way, seen from another version of it: what has run, what lies ahead in either, and its counts as the
/// new version needs them (F-11).</summary>
internal sealed class FlowMigration
{
    private const string Scope = "FlowScope";
    private const string Tokens = "Flowchart.Tokens";
    private const string TokenStart = "Flowchart.Start";
    private readonly FlowchartPlan _then;
    private readonly FlowchartPlan _now;
    private readonly MigrationMap _map;
    private readonly HashSet<string> _live;
    private readonly HashSet<string> _liveNow;
    private readonly Dictionary<string, int> _visits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Count, bool Followed)> _edges = new(StringComparer.Ordinal);

    /// <param name="live">Ids of the children under way, in the version that it runs on.</param>
    public FlowMigration(FlowchartPlan then, FlowchartPlan now, HashSet<string> live, JsonObject? properties, MigrationMap map)
    {
        (_then, _now, _live, _map) = (then, now, live, map);
        _liveNow = [.. live.Select(NewId)];
        Properties = properties?.DeepClone().AsObject() ?? [];
        AheadThen = Ahead(then, live);
        AheadNow = Ahead(now, _liveNow);
        if (Properties[Scope] is JsonObject scope)
        {
            Finished = [.. then.Children.Where(child => !live.Contains(child.Id) && ((int?)scope["activities"]?[child.Id] ?? 0) > 0)];
            MoveCounts(scope);
        }
        else
        {
            // tokens do not say what has run: all that cannot come any more counts as finished
            Finished = [.. then.Children.Except(AheadThen).Where(child => !live.Contains(child.Id))];
            if ((string?)Properties[TokenStart] is { } begin)
                Properties[TokenStart] = NewId(begin);
            foreach (var token in (Properties[Tokens] as JsonArray ?? []).OfType<JsonObject>())
            {
                token["from"] = NewId((string?)token["from"] ?? "");
                token["to"] = NewId((string?)token["to"] ?? "");
                if (now.IndexOf((string?)token["from"] ?? "") < 0 || now.IndexOf((string?)token["to"] ?? "") < 0)
                    Problems.Add($"The branch from '{(string?)token["from"]}' has arrived at '{(string?)token["to"]}', and one of them no longer exists.");
            }
        }
    }

    public JsonObject Properties { get; }

    public List<string> Problems { get; } = [];

    public IReadOnlyList<ActivityNode> Finished { get; }

    public IReadOnlyList<ActivityNode> AheadThen { get; }

    public IReadOnlyList<ActivityNode> AheadNow { get; }

    /// <summary>Children that connections lead to from those under way.</summary>
    private static List<ActivityNode> Ahead(FlowchartPlan plan, HashSet<string> live)
    {
        var found = new bool[plan.Children.Count];
        var open = new Stack<int>(live.Select(plan.IndexOf).Where(index => index >= 0));
        while (open.TryPop(out var next))
        {
            foreach (var edge in plan.Outbound[next])
            {
                if (found[edge.Target])
                    continue;
                found[edge.Target] = true;
                open.Push(edge.Target);
            }
        }

        return [.. plan.Children.Where((_, index) => found[index])];
    }

    private void MoveCounts(JsonObject scope)
    {
        if (_now.Children.Count == 0)
            return;
        var began = (string?)scope["start"];
        var start = began is null ? -1 : _now.IndexOf(NewId(began));
        if (start < 0)
            start = _now.Start(null);
        foreach (var (child, count) in scope["activities"]?.AsObject() ?? [])
            _visits[NewId(child)] = (int?)count ?? 0;
        var newKeys = _then.Edges.ToDictionary(edge => FlowScope.Key(_then, edge), edge => Key(_then, edge), StringComparer.Ordinal);
        foreach (var (key, counts) in scope["connections"]?.AsObject() ?? [])
            _edges[newKeys.GetValueOrDefault(key, key)] = counts is JsonArray { Count: 2 } ? ((int?)counts[0] ?? 0, (bool?)counts[1] ?? false) : default;
        var known = newKeys.Values.ToHashSet(StringComparer.Ordinal);
        var stuckBefore = Stuck(_then, _then.Graph(Math.Max(0, _then.IndexOf(began ?? ""))));
        var graph = _now.Graph(start);
        foreach (var child in _liveNow.Where(child => _now.IndexOf(child) is >= 0 and var index && graph.IsDangling(index)))
            Problems.Add($"'{child}' is under way and no connection leads to it any more: nothing could follow it.");
        PassNewConnections(graph, known);
        foreach (var child in Stuck(_now, graph).Except(stuckBefore, StringComparer.Ordinal))
            Problems.Add($"'{child}' waits only for connections that no longer exist: nothing would start it any more.");
        scope["start"] = _now.Children[start].Id;
        scope["activities"] = new JsonObject(_visits
            .Where(pair => _now.IndexOf(pair.Key) >= 0).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        var kept = _now.Edges.Select(edge => Key(_now, edge)).ToHashSet(StringComparer.Ordinal);
        scope["connections"] = new JsonObject(_edges
            .Where(pair => kept.Contains(pair.Key))
            .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)new JsonArray(pair.Value.Count, pair.Value.Followed))));
    }

    /// <summary>A new connection out of a step that is over was not followed; what only such connections lead to is skipped (F-13).
    /// Otherwise an activity behind it would wait for it for ever.</summary>
    private void PassNewConnections(FlowGraph graph, HashSet<string> known)
    {
        bool again;
        do
        {
            again = false;
            foreach (var edge in _now.Edges.Where(edge => !known.Contains(Key(_now, edge))))
            {
                var source = _now.Children[edge.Source].Id;
                var passed = _visits.GetValueOrDefault(source);
                if (passed > 0 && !_liveNow.Contains(source) && _edges.GetValueOrDefault(Key(_now, edge)).Count < passed)
                {
                    _edges[Key(_now, edge)] = (passed, false);
                    again = true;
                }
            }

            for (var child = 0; child < _now.Children.Count; child++)
            {
                var id = _now.Children[child].Id;
                var inbound = graph.ForwardInbound[child];
                if (_then.Children.All(before => _map.NewId(before) != id) && !_visits.ContainsKey(id) && inbound.Length > 0
                    && inbound.All(edge => _edges.TryGetValue(Key(_now, edge), out var counts) && !counts.Followed))
                {
                    _visits[id] = inbound.Min(edge => _edges[Key(_now, edge)].Count);
                    again = true;
                }
            }
        }
        while (again);
    }

    /// <summary>Children that all branches have arrived at, one of them to start it, and that have not run in this round.</summary>
    private List<string> Stuck(FlowchartPlan plan, FlowGraph graph)
    {
        var stuck = new List<string>();
        for (var child = 0; child < plan.Children.Count; child++)
        {
            var arrived = graph.ForwardInbound[child].Select(edge => _edges.GetValueOrDefault(Key(plan, edge))).ToList();
            if (arrived.Count > 0 && arrived.Min(edge => edge.Count) > _visits.GetValueOrDefault(Id(plan, child)) && arrived.Exists(edge => edge.Followed))
                stuck.Add(Id(plan, child));
        }

        return stuck;
    }

    private string NewId(string id) => _then.IndexOf(id) is >= 0 and var index ? _map.NewId(_then.Children[index]) : id;

    /// <summary>A child's id in the new version.</summary>
    private string Id(FlowchartPlan plan, int child) => plan == _then ? _map.NewId(plan.Children[child]) : plan.Children[child].Id;

    private string Key(FlowchartPlan plan, FlowEdge edge) => FlowScope.Key(Id(plan, edge.Source), edge, Id(plan, edge.Target));
}
