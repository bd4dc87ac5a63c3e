using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.RunTasks;

/// <summary>What programs do with the work that workflows hand them.</summary>
public sealed class RunTaskService(WorkflowService workflows)
{
    /// <summary>Takes the result of a task, in one turn with everything that follows from it.</summary>
    /// <param name="result">What the activity's <c>Result</c> becomes.</param>
    /// <param name="version">The version that the caller saw; null for whichever it is.</param>
    /// <param name="answer">Makes the row for the request's idempotency key from what is about to be committed; null without one.</param>
    /// <exception cref="NotFoundException">There is no such task.</exception>
    /// <exception cref="StaleException">It is at another version.</exception>
    /// <exception cref="ConflictException">
    /// <c>already-completed</c> naming who did, <c>task-cancelled</c>, or <c>not-running</c>: its workflow has stopped.
    /// </exception>
    public async Task<RunTask> CompleteAsync(
        Guid id, object? result, long? version, Caller caller, Func<RunTask, StoredAnswer?> answer, CancellationToken cancellationToken)
    {
        RunTask? completed = null;
        var (instance, consumed) = await workflows.ResumeAsync(
            async (db, token) =>
            {
                var found = await db.RunTasks
                    .Where(t => t.Id == id)
                    .Join(db.Instances, t => t.InstanceId, i => i.Id, (task, instance) => new { task, instance })
                    .SingleOrDefaultAsync(token)
                    ?? throw new NotFoundException("task", id.ToString("N"));
                completed = found.task;
                return found.instance;
            },
            caller,
            (turn, _) =>
            {
                Close(completed!, version, turn);
                if (answer(completed!) is { } row)
                {
                    turn.Db.Answers.Add(row);
                }

                var input = new Dictionary<string, object?> { [RunTaskBookmark.ResultKey] = result };
                return new(new Stimulus.ResumeBookmark(completed!.BookmarkId, input));
            },
            null,
            cancellationToken);
        return consumed
            ? completed!
            : throw new ConflictException("not-running", $"The task's workflow is {instance.SubStatus} and does not wait for it.", instance.SubStatus, []);
    }

    /// <summary>The workflow went on without the task.</summary>
    internal static void Withdraw(CaseTurn turn, RunTask task)
    {
        if (task.State != RunTaskState.Open)
        {
            return;
        }

        (task.State, task.ClosedAt) = (RunTaskState.Cancelled, turn.Now);
        task.Version++;
        turn.Record("run-task", task.Id.ToString("N"), "withdraw", "open", "cancelled", "The workflow went on without it.");
    }

    private static void Close(RunTask task, long? version, CaseTurn turn)
    {
        if (version is { } seen && seen != task.Version)
        {
            throw new StaleException("task", seen, task.Version);
        }

        if (task.State != RunTaskState.Open)
        {
            throw task.State == RunTaskState.Cancelled
                ? new ConflictException("task-cancelled", "The task was withdrawn: its workflow went on without it.", "cancelled", [])
                : new ConflictException(
                    "already-completed",
                    $"The result was reported by {task.CompletedBy}.",
                    "completed",
                    [],
                    new Dictionary<string, object?> { ["completedBy"] = task.CompletedBy });
        }

        (task.State, task.CompletedBy, task.ClosedAt) = (RunTaskState.Completed, turn.Actor, turn.Now);
        task.Version++;
        turn.Record("run-task", task.Id.ToString("N"), "complete", "open", "completed", task.Name);
    }
}
