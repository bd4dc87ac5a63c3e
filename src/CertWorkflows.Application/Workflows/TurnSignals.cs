using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Effects;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Workflows;

/// <summary>What is told after a commit: the alarm clock about the earliest new due instant, the feed about the instance.</summary>
public sealed class TurnSignals(IAlarmClock alarm, IChangeFeed feed)
{
    /// <param name="instanceId">The instance that has changed; null for none.</param>
    internal void Committed(IReadOnlyCollection<DateTimeOffset> dueAt, Guid? instanceId)
    {
        if (dueAt.Count > 0)
        {
            alarm.DueAt(dueAt.Min());
        }

        if (instanceId is { } changed)
        {
            feed.Changed(changed);
        }
    }

    /// <summary>The instants that this session is about to promise; to be read before the commit.</summary>
    internal static List<DateTimeOffset> DueIn(WorkflowDb db)
    {
        var due = new List<DateTimeOffset>();
        foreach (var entry in db.ChangeTracker.Entries())
        {
            if (entry is { State: EntityState.Added, Entity: Deadline deadline })
            {
                due.Add(deadline.DueAt);
            }
            else if (entry.Entity is Effect { NextAttemptAt: { } next }) // whatever its state: changes are found by the commit only
            {
                due.Add(next);
            }
        }

        return due;
    }
}
