using System.Text.Json.Nodes;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Server.Diagrams;

/// <summary>How far an instance has come, by node: what the picture shows of it.</summary>
internal sealed class DiagramProgress
{
    private readonly Dictionary<string, string> _states = new(StringComparer.Ordinal);
    private readonly HashSet<(string Node, string Outcome)> _taken = [];

    /// <summary>Nothing has happened: the picture of a definition.</summary>
    public static DiagramProgress None { get; } = new();

    /// <summary>The last thing that happened to a node counts, and that it waits counts more.</summary>
    public static async Task<DiagramProgress> OfAsync(IAsyncEnumerable<JournalRecord> journal, InstanceState state, CancellationToken cancellationToken)
    {
        var progress = new DiagramProgress();
        await foreach (var entry in journal.WithCancellation(cancellationToken))
        {
            progress.Add(entry);
        }

        foreach (var bookmark in state.Bookmarks)
        {
            progress._states[bookmark.NodeId] = "waiting";
        }

        return progress;
    }

    /// <summary><c>done</c>, <c>begun</c>, <c>waiting</c>, <c>failed</c> or <c>cancelled</c>; null for what was not reached.</summary>
    public string? StateOf(string nodeId) => _states.GetValueOrDefault(nodeId);

    /// <summary>Whether an activity has left by that outcome; in a list, whether it is done.</summary>
    public bool Took(string nodeId, string? outcome) => outcome is null ? StateOf(nodeId) is "done" : _taken.Contains((nodeId, outcome));

    private void Add(JournalRecord entry)
    {
        var state = entry.EventName switch
        {
            JournalEvents.Started => "begun",
            JournalEvents.Completed => "done",
            JournalEvents.Faulted => "failed",
            JournalEvents.Canceled => "cancelled",
            _ => null,
        };
        if (state is null)
        {
            return;
        }

        _states[entry.ActivityNodeId] = state;
        if (state is "done")
        {
            foreach (var outcome in (entry.Payload as JsonObject)?["Outcomes"] as JsonArray ?? ["Done"])
            {
                _taken.Add((entry.ActivityNodeId, outcome?.ToString() ?? ""));
            }
        }
    }
}
