using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Tasks;

/// <summary>What people do with human tasks. Each call is one commit; in every race one wins and the loser learns who.</summary>
public sealed class TaskService(IWorkflowStore store, WorkflowService workflows, TimeProvider clock, TurnSignals signals)
{
    private static readonly TimeSpan LongestDelegation = TimeSpan.FromDays(366);

    /// <summary>Takes an open task for oneself; claiming one's own again changes nothing.</summary>
    /// <exception cref="ConflictException"><c>already-claimed</c> naming the holder, or the task is closed.</exception>
    public Task<HumanTask> ClaimAsync(Guid id, long? version, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(id, version, caller, "claim", null, (_, task) =>
        {
            TaskRules.MayDo(task, caller);
            if (task.Assignee is { } holder && holder != caller.Name)
            {
                throw TaskRules.AlreadyClaimed(holder);
            }

            task.Assignee = caller.Name;
            return Task.CompletedTask;
        }, cancellationToken);

    /// <summary>
    /// Gives a claimed task back: to its group, or to who delegated it for a time. Supervisors may release anybody's, and who delegated
    /// it may take it back.
    /// </summary>
    public Task<HumanTask> ReleaseAsync(Guid id, long? version, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(id, version, caller, "release", null, async (db, task) =>
        {
            TaskRules.MaySee(task, caller);
            TaskRules.MayReassign(task, caller);
            var backTo = task.DelegatedBy;
            await TaskDelegation.ForgetAsync(db, task, cancellationToken);
            task.Assignee = backTo;
        }, cancellationToken);

    /// <summary>Hands a task to a colleague who may do it.</summary>
    /// <param name="until">When it comes back to who held it, if it is still to be done; null hands it over for good.</param>
    /// <exception cref="InvalidInputException">There is no such user, the user may not do this task, or the time is not possible.</exception>
    public async Task<HumanTask> DelegateAsync(
        Guid id, string to, DateTimeOffset? until, long? version, Caller caller, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (until <= now || until > now + LongestDelegation)
        {
            throw new InvalidInputException("until", "An instant from now on, at most a year ahead, is possible.");
        }

        return await AssignAsync(id, await ColleagueAsync(to, cancellationToken), until, version, caller, cancellationToken);
    }

    /// <summary>Hands a task to a person who may do it; to oneself it is a claim. The same again changes nothing.</summary>
    /// <param name="until">When it comes back to who held it; null hands it over for good.</param>
    public Task<HumanTask> AssignAsync(
        Guid id, Caller to, DateTimeOffset? until, long? version, Caller caller, CancellationToken cancellationToken)
    {
        var own = to.Name == caller.Name;
        var reason = own ? null : until is { } at ? $"{to.Name} until {at.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}" : to.Name;
        return ChangeAsync(id, version, caller, own ? "claim" : "delegate", reason, async (db, task) =>
        {
            TaskRules.MaySee(task, caller);
            TaskRules.MayReassign(task, caller);
            TaskRules.MayDo(task, to);
            var lender = task.DelegatedBy ?? task.Assignee ?? caller.Name;
            await TaskDelegation.ForgetAsync(db, task, cancellationToken);
            if (until is { } end && lender != to.Name)
            {
                TaskDelegation.Begin(db, task, lender, end, clock.GetUtcNow());
            }

            task.Assignee = to.Name;
        }, cancellationToken);
    }

    /// <summary>The person to whom tasks are to be handed.</summary>
    /// <exception cref="InvalidInputException">There is no such user.</exception>
    public async Task<Caller> ColleagueAsync(string to, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var colleague = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Username == to && !u.Disabled, cancellationToken)
            ?? throw new InvalidInputException("to", $"There is no active user '{to}'.");
        return new Caller(colleague.Username, colleague.Roles.ToHashSet(), colleague.Groups.ToHashSet());
    }

    /// <summary>Adds a remark, also to a closed task.</summary>
    /// <param name="answer">Makes the row for the request's idempotency key from what is about to be committed; null without one.</param>
    /// <returns>The remark, and who is named in it.</returns>
    public async Task<(TaskComment Comment, IReadOnlyList<string> Mentions)> CommentAsync(
        Guid id, string text, Caller caller, Func<TaskComment, IReadOnlyList<string>, StoredAnswer?> answer, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var task = await FindAsync(db, id, cancellationToken);
        TaskRules.MaySee(task, caller);
        var (comment, mentions) = await TaskRemarks.AddAsync(db, task, text, caller, clock.GetUtcNow(), cancellationToken);
        if (answer(comment, mentions) is { } row)
        {
            db.Answers.Add(row);
        }

        await store.CommitAsync(db, cancellationToken);
        signals.Committed([], task.InstanceId);
        return (comment, mentions);
    }

    /// <summary>
    /// Completes a task in one turn with everything that follows from it: rights, form and separation of duties are checked
    /// inside the transaction.
    /// </summary>
    /// <exception cref="ConflictException">
    /// <c>already-completed</c> naming the winner, <c>task-cancelled</c>, or <c>already-claimed</c> by somebody else.
    /// </exception>
    /// <exception cref="ForbiddenException"><c>not-in-group</c> or <c>separation-of-duties</c>.</exception>
    /// <exception cref="InvalidInputException">The outcome is not offered or the data does not fit the form.</exception>
    public async Task<HumanTask> CompleteAsync(
        Guid id, string outcome, JsonObject? data, string? comment, long? version, Caller caller, CancellationToken cancellationToken)
    {
        HumanTask? completed = null;
        var (instance, consumed) = await workflows.ResumeAsync(
            async (db, token) =>
            {
                // Task and instance in one query: a completion is mostly reading.
                var found = await db.Tasks
                    .Where(t => t.Id == id)
                    .Join(db.Instances, t => t.InstanceId, i => i.Id, (task, instance) => new { task, instance })
                    .SingleOrDefaultAsync(token)
                    ?? throw new NotFoundException("task", id.ToString());
                completed = found.task;
                return found.instance;
            },
            caller,
            async (turn, token) =>
            {
                var task = completed!;
                TaskRules.IsVersion(task, version);
                TaskRules.MayComplete(task, caller);
                await TaskForm.CheckAsync(task, outcome, data, token);
                Close(task, outcome, data, turn);
                await TaskDelegation.ForgetAsync(turn.Db, task, token);
                if (!string.IsNullOrWhiteSpace(comment))
                {
                    await TaskRemarks.AddAsync(turn.Db, task, comment, caller, turn.Now, token);
                }

                return new Stimulus.ResumeBookmark(task.BookmarkId, HumanTaskActivity.ToInput(task, comment));
            },
            null,
            cancellationToken);
        return consumed
            ? completed!
            : throw new ConflictException("not-running", $"The task's workflow is {instance.SubStatus} and does not wait for it.", instance.SubStatus, []);
    }

    private static void Close(HumanTask task, string outcome, JsonObject? data, CaseTurn turn)
    {
        task.State = HumanTaskState.Completed;
        task.Outcome = outcome;
        task.Data = (data ?? []).ToJsonString();
        task.CompletedBy = turn.Actor;
        task.Assignee ??= turn.Actor;
        task.ClosedAt = turn.Now;
        task.Version++;
        turn.Record("task", task.Id.ToString(), "complete", "open", "completed", outcome, task.DelegatedBy);
    }

    private async Task<HumanTask> ChangeAsync(
        Guid id, long? version, Caller caller, string action, string? reason, Func<WorkflowDb, HumanTask, Task> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = store.Open();
            var task = await FindAsync(db, id, cancellationToken);
            TaskRules.IsVersion(task, version);
            TaskRules.IsOpen(task);
            var (before, untilBefore) = (task.Assignee, task.DelegatedUntil);
            await change(db, task);
            if (task.Assignee == before && task.DelegatedUntil == untilBefore)
            {
                return task;
            }

            task.Version++;
            var now = clock.GetUtcNow();
            db.Record(now, caller.Name, "task", id.ToString(), action, from: before, to: task.Assignee, reason: reason, instanceId: task.InstanceId);
            try
            {
                var due = TurnSignals.DueIn(db);
                await store.CommitAsync(db, cancellationToken);
                signals.Committed(due, task.InstanceId);
                return task;
            }
            catch (TurnConflictException) when (attempt < WorkflowService.MaxAttempts)
            {
                // Somebody else was faster; look at the task as it is now.
            }
        }
    }

    private static async Task<HumanTask> FindAsync(WorkflowDb db, Guid id, CancellationToken cancellationToken) =>
        await db.Tasks.SingleOrDefaultAsync(t => t.Id == id, cancellationToken) ?? throw new NotFoundException("task", id.ToString());
}
