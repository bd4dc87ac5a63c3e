using CertWorkflows.Application.Children;
using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.RunTasks;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Workflows;

/// <summary>Turns what the engine answered into rows of the session: instance, waits, journal. Nothing is written yet.</summary>
internal static class TurnRows
{
    /// <summary>Name of the bookmarks of a waiting <c>Elsa.Event</c> (6.3).</summary>
    public const string EventBookmarkName = "Elsa.Event";

    public static async Task<WorkflowInstance> WriteAsync(
        CaseTurn turn, WorkflowInstance? row, InstanceState? before, TurnResult result, CancellationToken cancellationToken)
    {
        var wasOver = row?.FinishedAt is not null;
        var instance = WriteInstance(turn, row, result.State);
        WriteWaits(turn, result);
        if (result.HasMore)
        {
            WriteContinuation(turn);
        }

        TurnRequests.Write(turn, result.Requests);
        if (!wasOver && instance.FinishedAt is not null)
        {
            TurnRequests.WriteReport(turn, instance, result.State);
            if (result.State.SubStatus == WorkflowSubStatus.Cancelled)
            {
                await ChildCancellation.RequestAsync(turn, instance, cancellationToken);
            }
        }

        RemoveWaits(turn, before?.Bookmarks ?? [], result.RemovedBookmarks);
        await WithdrawAsync(turn, result.RemovedBookmarks, cancellationToken);

        if (result.Journal.Count > 0)
        {
            turn.Db.Journal.Add(new JournalPage
            {
                InstanceId = turn.InstanceId,
                FirstSequence = result.Journal[0].Sequence,
                Count = result.Journal.Count,
                At = turn.Now,
                Actor = turn.Actor,
                Entries = JournalRecord.Write(result.Journal),
            });
        }

        return instance;
    }

    private static WorkflowInstance WriteInstance(CaseTurn turn, WorkflowInstance? row, InstanceState state)
    {
        var json = state.ToJson();
        if (row is null)
        {
            row = new WorkflowInstance
            {
                Id = turn.InstanceId,
                DefinitionId = state.DefinitionId,
                DefinitionVersionId = state.DefinitionVersionId,
                ParentInstanceId = turn.Parent.InstanceId,
                ParentBookmarkId = turn.Parent.BookmarkId,
                Status = "",
                SubStatus = "",
                State = json,
                StartedBy = turn.Actor,
                CreatedAt = turn.Now,
            };
            turn.Db.Instances.Add(row);
        }

        (row.CaseKind, row.CaseId) = (turn.CaseKind, turn.CaseId);
        row.DefinitionVersionId = state.DefinitionVersionId;
        row.DefinitionVersion = state.DefinitionVersion;
        row.Name = state.Name;
        row.CorrelationId = state.CorrelationId;
        row.BusinessKey = state.BusinessKey;
        row.Status = state.Status.ToString();
        row.SubStatus = state.SubStatus.ToString();
        row.IncidentCount = state.Incidents.Count;
        row.State = json;
        row.UpdatedAt = turn.Now;
        row.FinishedAt = state.FinishedAt;
        row.Version++;
        return row;
    }

    /// <summary>Each wait has one look-up row by what can end it: an instant, an event's name, a task, a program's result or an effect.</summary>
    private static void WriteWaits(CaseTurn turn, TurnResult result)
    {
        foreach (var bookmark in result.AddedBookmarks)
        {
            if (bookmark.DueAt is { } dueAt)
            {
                turn.Db.Deadlines.Add(Deadline.Of(turn.InstanceId, bookmark, dueAt));
            }
            else if (bookmark.Name == RunTaskBookmark.Name)
            {
                turn.Add(new RunTask
                {
                    Id = RunTaskBookmark.TaskIdOf(bookmark),
                    InstanceId = turn.InstanceId,
                    BookmarkId = bookmark.Id,
                    ActivityId = bookmark.ActivityId,
                    DefinitionId = turn.DefinitionId,
                    Name = RunTaskBookmark.TaskNameOf(bookmark),
                    Payload = bookmark.Tag,
                    CorrelationId = result.State.CorrelationId,
                    CreatedAt = turn.Now,
                    Version = 1,
                });
            }
            else if (IsLookedUp(bookmark))
            {
                turn.Db.EventBookmarks.Add(new EventBookmark
                {
                    Id = bookmark.Id,
                    InstanceId = turn.InstanceId,
                    EventName = (bookmark.Payload?["EventName"] ?? bookmark.Payload?["Path"])?.GetValue<string>() ?? "",
                    Hash = bookmark.Hash,
                    CorrelationId = result.State.CorrelationId,
                    CreatedAt = bookmark.CreatedAt,
                });
            }
        }
    }

    private static bool IsLookedUp(Bookmark bookmark) => bookmark.Name is EventBookmarkName or HttpRoute.BookmarkName;

    /// <summary>The turn was cut off at its activity limit: another one goes on, also after a crash.</summary>
    private static void WriteContinuation(CaseTurn turn) => turn.Db.Deadlines.Add(new Deadline
    {
        Id = turn.NewId(),
        InstanceId = turn.InstanceId,
        DueAt = turn.Now,
        Purpose = Deadline.Continuation,
        ActivityId = "",
        ClaimedUntil = turn.HeldUntil,
    });

    /// <summary>
    /// Rows of waits that are over. Their keys are known, so they are removed without being read; that somebody else was
    /// faster shows at the commit. Waits that this very turn began and ended never had a row.
    /// </summary>
    private static void RemoveWaits(CaseTurn turn, IReadOnlyList<Bookmark> stored, IReadOnlyList<Bookmark> removed)
    {
        foreach (var wait in removed.Where(wait => stored.Any(bookmark => bookmark.Id == wait.Id)))
        {
            if (wait.DueAt is { } dueAt)
            {
                turn.Db.Remove(new Deadline { Id = wait.Id, InstanceId = turn.InstanceId, DueAt = dueAt, Purpose = "", ActivityId = "" });
            }
            else if (IsLookedUp(wait))
            {
                turn.Db.Remove(new EventBookmark { Id = wait.Id, InstanceId = turn.InstanceId, EventName = "", Hash = wait.Hash });
            }
        }
    }

    /// <summary>Tasks, of people and of programs, and effects whose wait is over without them. Look-ups name the instance, which their keys begin with.</summary>
    private static async Task WithdrawAsync(CaseTurn turn, IReadOnlyList<Bookmark> removed, CancellationToken cancellationToken)
    {
        var (db, instanceId) = (turn.Db, turn.InstanceId);

        // What the turn itself raised and dropped again is not in the database yet: it is found in the session.
        var tasks = removed.Where(b => b.Name == HumanTaskActivity.BookmarkName).Select(b => b.Id).ToList();
        var raised = db.Tasks.Local.Where(t => tasks.Contains(t.BookmarkId)).ToList();
        tasks.RemoveAll(id => raised.Exists(t => t.BookmarkId == id));
        var stored = tasks.Count == 0 ? [] : await db.Tasks.Where(t => t.InstanceId == instanceId && tasks.Contains(t.BookmarkId)).ToListAsync(cancellationToken);
        foreach (var task in raised.Concat(stored))
        {
            Withdraw(turn, task);
        }

        // Run tasks are written by the turn's end, so that one which the turn dropped again has no row at all.
        var handedOut = removed.Where(b => b.Name == RunTaskBookmark.Name).Select(RunTaskBookmark.TaskIdOf).ToList();
        var open = handedOut.Count == 0 ? [] : await db.RunTasks.Where(t => t.InstanceId == instanceId && handedOut.Contains(t.Id)).ToListAsync(cancellationToken);
        foreach (var task in open)
        {
            RunTaskService.Withdraw(turn, task);
        }

        var effects = removed.Where(b => EffectRequests.IsWait(b.Name)).Select(b => (Guid?)b.Id).ToList();
        var requested = db.Effects.Local.Where(e => effects.Contains(e.BookmarkId)).ToList();
        effects.RemoveAll(id => requested.Exists(e => e.BookmarkId == id));
        var sent = effects.Count == 0 ? [] : await db.Effects.Where(e => e.InstanceId == instanceId && effects.Contains(e.BookmarkId)).ToListAsync(cancellationToken);
        foreach (var effect in requested.Concat(sent))
        {
            Withdraw(effect, turn.Now);
        }
    }

    private static void Withdraw(CaseTurn turn, HumanTask task)
    {
        if (task.State != HumanTaskState.Open)
        {
            return;
        }

        task.State = HumanTaskState.Cancelled;
        task.ClosedAt = turn.Now;
        task.Version++;
        turn.Record("task", task.Id.ToString(), "withdraw", "open", "cancelled", "The workflow went on without it.");
    }

    private static void Withdraw(Effect effect, DateTimeOffset now)
    {
        if (effect.State is not (EffectState.Pending or EffectState.AwaitingResult))
        {
            return;
        }

        effect.State = EffectState.Cancelled;
        effect.NextAttemptAt = null;
        effect.CompletedAt = now;
        effect.Version++;
    }
}
