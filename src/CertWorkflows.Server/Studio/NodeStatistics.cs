using System.Text.Json.Nodes;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Server.Studio;

/// <summary>How often an activity ran, counted entry by entry: a loop may have any number of executions.</summary>
internal sealed class NodeStatistics(string activityId)
{
    private readonly HashSet<string> _faulted = new(StringComparer.Ordinal);
    private int _started;
    private int _completed;
    private int _canceled;
    private int _faults;

    public void Take(JournalRecord entry)
    {
        switch (entry.EventName)
        {
            case JournalEvents.Started:
                _started++;
                break;
            case JournalEvents.Faulted:
                _faults++;
                _faulted.Add(entry.ActivityInstanceId);
                break;
            case JournalEvents.Completed:
                _completed++;
                _faulted.Remove(entry.ActivityInstanceId);
                break;
            case JournalEvents.Canceled:
                _canceled++;
                _faulted.Remove(entry.ActivityInstanceId);
                break;
            case JournalEvents.Retried or JournalEvents.Skipped:
                _faulted.Remove(entry.ActivityInstanceId);
                break;
            default:
                break;
        }
    }

    public JsonObject ToJson(string nodeId, bool isBlocked) => new()
    {
        ["activityId"] = activityId,
        ["activityNodeId"] = nodeId,
        ["startedCount"] = _started,
        ["completedCount"] = _completed,
        ["uncompletedCount"] = Math.Max(0, _started - _completed - _canceled),
        ["isBlocked"] = isBlocked,
        ["isFaulted"] = _faulted.Count > 0,
        ["aggregateFaultCount"] = _faults,
        ["metadata"] = new JsonObject(),
    };
}
