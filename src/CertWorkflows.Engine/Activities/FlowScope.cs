using System.Text.Json.Nodes;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Activities;

/// <summary>The counts of one run of a flowchart (F-11). Stored by ids, so that they outlive a new version of the definition.</summary>
internal sealed class FlowScope
{
    private const string Property = "FlowScope";
    private readonly FlowchartPlan _plan;

    private FlowScope(FlowchartPlan plan, int start)
    {
        _plan = plan;
        Start = start;
        Graph = plan.Graph(start);
        Visits = new int[plan.Children.Count];
        EdgeVisits = new int[plan.Edges.Count];
        WasFollowed = new bool[plan.Edges.Count];
    }

    public int Start { get; }

    public FlowGraph Graph { get; }

    /// <summary>Rounds in which each child was scheduled or skipped. Counted when it is scheduled, not when it completes, so
    /// that a join fires once per round .</summary>
    public int[] Visits { get; }

    public int[] EdgeVisits { get; }

    public bool[] WasFollowed { get; }

    /// <summary>The scope of a run that begins now.</summary>
    public static FlowScope Begin(ActivityContext context, FlowchartPlan plan, int start)
    {
        var scope = new FlowScope(plan, start);
        context.Memory = scope;
        return scope;
    }

    /// <summary>The scope of a run, read back where the turn does not have it yet.</summary>
    public static FlowScope Of(ActivityContext context)
    {
        if (context.Memory is FlowScope known)
            return known;
        var plan = (FlowchartPlan)context.Node.Plan!;
        var json = context.Properties[Property] as JsonObject ?? [];
        var start = (string?)json["start"] is { } id ? plan.IndexOf(id) : -1;
        var scope = Begin(context, plan, start < 0 ? plan.Start(null) : start);
        for (var child = 0; child < plan.Children.Count; child++)
            scope.Visits[child] = (int?)json["activities"]?[plan.Children[child].Id] ?? 0;
        foreach (var edge in plan.Edges)
        {
            if (json["connections"]?[Key(plan, edge)] is not JsonArray { Count: 2 } counts)
                continue;
            scope.EdgeVisits[edge.Index] = (int?)counts[0] ?? 0;
            scope.WasFollowed[edge.Index] = (bool?)counts[1] ?? false;
        }

        return scope;
    }

    public void Save(ActivityContext context)
    {
        var activities = new JsonObject();
        for (var child = 0; child < Visits.Length; child++)
        {
            if (Visits[child] > 0)
                activities[_plan.Children[child].Id] = Visits[child];
        }

        var connections = new JsonObject();
        foreach (var edge in _plan.Edges)
        {
            if (EdgeVisits[edge.Index] > 0)
                connections[Key(_plan, edge)] = new JsonArray(EdgeVisits[edge.Index], WasFollowed[edge.Index]);
        }

        context.Properties[Property] = new JsonObject
        {
            ["start"] = _plan.Children[Start].Id,
            ["activities"] = activities,
            ["connections"] = connections,
        };
    }

    internal static string Key(FlowchartPlan plan, FlowEdge edge)
        => Key(plan.Children[edge.Source].Id, edge, plan.Children[edge.Target].Id);

    internal static string Key(string source, FlowEdge edge, string target) => $"{source}:{edge.Port}->{target}:{edge.TargetPort}";
}
