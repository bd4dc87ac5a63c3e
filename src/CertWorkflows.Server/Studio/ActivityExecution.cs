using System.Text.Json.Nodes;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Server.Studio;

/// <summary>One execution of an activity, put together from its entries in the journal.</summary>
internal sealed class ActivityExecution(JournalRecord begin)
{
    public string Id => begin.ActivityInstanceId;

    public string? ParentId => begin.ParentActivityInstanceId;

    public string ActivityId => begin.ActivityId;

    public string NodeId => begin.ActivityNodeId;

    public string Type => begin.ActivityType;

    public string? Name => begin.ActivityName;

    public DateTimeOffset StartedAt => begin.Timestamp;

    public DateTimeOffset? CompletedAt { get; private set; }

    public ActivityStatus Status { get; private set; } = ActivityStatus.Running;

    public int Faults { get; private set; }

    /// <summary>Outcomes of what completed.</summary>
    public JsonNode? Payload { get; private set; }

    /// <summary>The failure as the journal has it, as long as nobody has retried or skipped it.</summary>
    public JsonNode? Failure { get; private set; }

    public void Take(JournalRecord entry)
    {
        switch (entry.EventName)
        {
            case JournalEvents.Completed:
                (Status, CompletedAt, Payload) = (ActivityStatus.Completed, entry.Timestamp, entry.Payload);
                break;
            case JournalEvents.Canceled:
                (Status, CompletedAt) = (ActivityStatus.Canceled, entry.Timestamp);
                break;
            case JournalEvents.Faulted:
                (Status, Failure) = (ActivityStatus.Faulted, entry.Payload);
                Faults++;
                break;
            case JournalEvents.Retried or JournalEvents.Skipped:
                (Status, Failure) = (ActivityStatus.Running, null);
                break;
            default:
                // what an activity notes by itself says nothing of its state
                break;
        }
    }

    /// <summary>
    /// The executions around one, outermost first, and the one itself; empty where there is none. What is around an execution has not ended
    /// when it begins, so that only what is under way is remembered.
    /// </summary>
    public static async Task<IReadOnlyList<ActivityExecution>> ChainAsync(
        WorkflowDb db, Guid instanceId, string contextId, CancellationToken cancellationToken)
    {
        var live = new Dictionary<string, ActivityExecution>(StringComparer.Ordinal);
        var chain = new LinkedList<ActivityExecution>();
        await foreach (var entry in JournalScan.ReadAsync(db, instanceId, cancellationToken))
        {
            if (live.TryGetValue(entry.ActivityInstanceId, out var known))
            {
                known.Take(entry);
                if (known.CompletedAt is not null)
                {
                    live.Remove(known.Id);
                }
            }
            else if (entry.EventName == JournalEvents.Started && chain.Count == 0)
            {
                live[entry.ActivityInstanceId] = new ActivityExecution(entry);
                for (var next = entry.ActivityInstanceId == contextId ? contextId : null; next is not null && live.TryGetValue(next, out var around); next = around.ParentId)
                {
                    chain.AddFirst(around);
                }
            }
        }

        return [.. chain];
    }

    /// <summary>The executions whose first entry is wanted, in the order in which they began; of very many the last ones.</summary>
    public static async Task<List<ActivityExecution>> ReadAsync(
        WorkflowDb db, Guid instanceId, Func<JournalRecord, bool> wanted, int most, CancellationToken cancellationToken)
    {
        var executions = new Dictionary<string, ActivityExecution>(StringComparer.Ordinal);
        var order = new Queue<string>();
        await foreach (var entry in JournalScan.ReadAsync(db, instanceId, cancellationToken))
        {
            if (executions.TryGetValue(entry.ActivityInstanceId, out var known))
            {
                known.Take(entry);
            }
            else if (entry.EventName == JournalEvents.Started && wanted(entry))
            {
                executions[entry.ActivityInstanceId] = new ActivityExecution(entry);
                order.Enqueue(entry.ActivityInstanceId);
                if (order.Count > most)
                {
                    executions.Remove(order.Dequeue());
                }
            }
        }

        return [.. order.Select(id => executions[id])];
    }
}
