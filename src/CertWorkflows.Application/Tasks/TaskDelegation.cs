using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Tasks;

/// <summary>
/// A task that somebody lets a colleague do for a time. Its end is a deadline like any other: at that instant the task goes back, if it
/// is still to be done.
/// </summary>
internal static class TaskDelegation
{
    /// <summary>Who lends it is who held it, else who hands it over.</summary>
    public static void Begin(WorkflowDb db, HumanTask task, string lender, DateTimeOffset until, DateTimeOffset now)
    {
        (task.DelegatedBy, task.DelegatedUntil) = (lender, until);
        db.Deadlines.Add(new Deadline
        {
            Id = Ids.New(now),
            InstanceId = task.InstanceId,
            DueAt = until,
            Purpose = Deadline.DelegationEnd,
            ActivityId = task.ActivityId,
        });
    }

    /// <summary>Ends it before its time, because the task was done, given back or handed on.</summary>
    public static async Task ForgetAsync(WorkflowDb db, HumanTask task, CancellationToken cancellationToken)
    {
        if (task.DelegatedUntil is null)
        {
            return;
        }

        (task.DelegatedBy, task.DelegatedUntil) = (null, null);
        db.Deadlines.RemoveRange(await db.Deadlines
            .Where(d => d.InstanceId == task.InstanceId && d.Purpose == Deadline.DelegationEnd && d.ActivityId == task.ActivityId)
            .ToListAsync(cancellationToken));
    }

    /// <summary>Its time is over.</summary>
    public static async Task EndAsync(CaseTurn turn, Deadline deadline, CancellationToken cancellationToken)
    {
        if (await turn.Db.Deadlines.SingleOrDefaultAsync(d => d.InstanceId == deadline.InstanceId && d.Id == deadline.Id, cancellationToken) is { } row)
        {
            turn.Db.Deadlines.Remove(row);
        }

        var task = await turn.Db.Tasks.SingleOrDefaultAsync(
            t => t.InstanceId == deadline.InstanceId && t.ActivityId == deadline.ActivityId && t.State == HumanTaskState.Open
                && t.DelegatedUntil != null && t.DelegatedUntil <= turn.Now,
            cancellationToken);
        if (task is null)
        {
            return;
        }

        turn.Record("task", task.Id.ToString(), "end-delegation", task.Assignee, task.DelegatedBy, null);
        (task.Assignee, task.DelegatedBy, task.DelegatedUntil) = (task.DelegatedBy, null, null);
        task.Version++;
    }
}
