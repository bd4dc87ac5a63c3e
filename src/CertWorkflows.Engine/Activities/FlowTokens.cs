using System.Text.Json.Nodes;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Activities;

/// <summary>The tokens of one run of a flowchart, and what follows from one child's end in the token-based mode (F-18 to F-22).
/// A token that is used up is removed at once: no rule asks for it again.</summary>
internal sealed class FlowTokens(FlowchartPlan plan, int start)
{
    private const string Property = "Flowchart.Tokens";
    private const string StartProperty = "Flowchart.Start";
    private readonly FlowGraph _graph = plan.Graph(start);
    private readonly List<Token> _tokens = [];

    // counted, so that a loop through a Cascade or Race does not heap them up
    private readonly Dictionary<Token, int> _blocked = [];

    /// <summary>The tokens of a run, read back where the turn does not have them yet.</summary>
    public static FlowTokens Of(ActivityContext context)
    {
        if (context.Memory is FlowTokens known)
            return known;
        var plan = (FlowchartPlan)context.Node.Plan!;
        var start = (string?)context.Properties[StartProperty] is { } id ? plan.IndexOf(id) : -1;
        var tokens = new FlowTokens(plan, start < 0 ? plan.Start(null) : start);
        foreach (var json in (context.Properties[Property] as JsonArray ?? []).OfType<JsonObject>())
        {
            var token = new Token(
                plan.IndexOf((string?)json["from"] ?? ""), (string?)json["outcome"], plan.IndexOf((string?)json["to"] ?? ""));
            // what belongs to activities that the definition no longer has is dropped (S-15)
            if (token.From < 0 || token.To < 0)
                continue;
            if ((int?)json["blocked"] is { } count)
                tokens._blocked[token] = count;
            else
                tokens._tokens.Add(token);
        }

        context.Memory = tokens;
        return tokens;
    }

    public void Save(ActivityContext context)
    {
        context.Properties[StartProperty] = plan.Children[start].Id;
        context.Properties[Property] = new JsonArray(
        [
            .. _tokens.Select(token => Write(token, null)),
            .. _blocked.OrderBy(pair => pair.Key.From).ThenBy(pair => pair.Key.To).ThenBy(pair => pair.Key.Port, StringComparer.Ordinal)
                .Select(pair => Write(pair.Key, pair.Value)),
        ]);
    }

    /// <summary>Follows the connections of a child that completed with those outcomes (F-19).</summary>
    public ActivityResult Leave(ActivityContext flowchart, int child, IReadOnlyList<string> outcomes)
    {
        var active = plan.Outbound[child].Where(edge => edge.Port is not null && outcomes.Contains(edge.Port))
            .DistinctBy(edge => (edge.Port, edge.Target)).ToList();
        foreach (var edge in active)
            _tokens.Add(Of(edge));
        _tokens.RemoveAll(token => token.To == child);
        var scheduled = new List<ScheduledChild>();
        var cancelled = new List<ActivityContext>();
        foreach (var edge in active)
        {
            var mode = Mode(flowchart, edge.Target);
            if (mode == FlowMergeMode.Race)
                cancelled.AddRange(FlowchartActivity.UnfinishedAncestors(flowchart, plan, _graph, edge.Target));
            if (Arrives(edge, mode))
                scheduled.Add(new ScheduledChild(plan.Children[edge.Target]));
        }

        return scheduled.Count > 0 || cancelled.Count > 0
            ? new ActivityResult.Scheduled(scheduled) { Cancel = cancelled }
            : Rest(flowchart);
    }

    /// <summary>Forgets a child that was cancelled (F-22).</summary>
    public ActivityResult Cancel(ActivityContext flowchart, int child)
    {
        _tokens.RemoveAll(token => token.From == child || token.To == child);
        foreach (var token in _blocked.Keys.Where(token => token.From == child || token.To == child).ToList())
            _blocked.Remove(token);
        return Rest(flowchart);
    }

    private static Token Of(FlowEdge edge) => new(edge.Source, edge.Port, edge.Target);

    private JsonObject Write(Token token, int? blocked)
    {
        var json = new JsonObject
        {
            ["from"] = plan.Children[token.From].Id,
            ["outcome"] = token.Port,
            ["to"] = plan.Children[token.To].Id,
        };
        if (blocked is { } count)
            json["blocked"] = count;
        return json;
    }

    /// <summary>Whether the arrival lets the target run.</summary>
    private bool Arrives(FlowEdge edge, FlowMergeMode mode)
    {
        var forward = _graph.ForwardInbound[edge.Target];
        switch (mode)
        {
            case FlowMergeMode.Merge:
                return forward.Length <= 1 || forward.All(each => _tokens.Contains(Of(each)));
            case FlowMergeMode.Converge:
                var inbound = plan.Edges.Where(each => each.Target == edge.Target).ToList();
                return inbound.Count <= 1 || inbound.TrueForAll(each => _tokens.Contains(Of(each)));
            case FlowMergeMode.Cascade or FlowMergeMode.Race:
                return Cascades(edge, forward);
            default:
                // Stream: not while an activity just before it is about to run or running
                return !forward.Any(each => _tokens.Exists(token => token.To == each.Source));
        }
    }

    private bool Cascades(FlowEdge edge, FlowEdge[] forward)
    {
        if (_blocked.TryGetValue(Of(edge), out var count))
        {
            if (count > 1)
                _blocked[Of(edge)] = count - 1;
            else
                _blocked.Remove(Of(edge));
            // Elsa leaves the token of a swallowed arrival, and the flowchart never completes
            _tokens.Remove(Of(edge));
            return false;
        }

        foreach (var other in forward.Where(other => other.Source != edge.Source))
            _blocked[Of(other)] = _blocked.GetValueOrDefault(Of(other)) + 1;
        return true;
    }

    private ActivityResult Rest(ActivityContext flowchart)
        => flowchart.HasPendingWork || flowchart.FaultedChildren > 0 || _tokens.Count > 0
            ? ActivityResult.Wait
            : ActivityResult.Done;

    private FlowMergeMode Mode(ActivityContext flowchart, int child) => plan.Joins[child] is not { } mode
        ? plan.Merges[child]
        : FlowJoinActivity.Evaluate(flowchart, mode) == FlowJoinMode.WaitAny ? FlowMergeMode.Race : FlowMergeMode.Merge;

    /// <summary>A mark on the way from one child to another; a blocked one stands for an arrival to swallow.</summary>
    /// <param name="From">The child that it comes from.</param>
    /// <param name="Port">The outcome it left by.</param>
    /// <param name="To">The child it is addressed to.</param>
    private readonly record struct Token(int From, string? Port, int To);
}
