using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Events;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CertWorkflows.Application.Workflows;

/// <summary>
/// The turn: load an instance, give it one stimulus, run until it waits or ends, commit once. Every entrance (start, task,
/// event, deadline, effect result, cancel) comes through here; a conflict with another turn runs it again.
/// </summary>
public sealed partial class WorkflowService(
    IWorkflowStore store,
    DefinitionCatalog definitions,
    WorkflowInterpreter interpreter,
    BusinessCalendar calendar,
    TimeProvider clock,
    TurnSignals signals,
    WorkflowMetrics metrics,
    ILogger<WorkflowService> logger)
{
    /// <summary>Reruns after a conflict, before the caller is asked to try again.</summary>
    internal const int MaxAttempts = 8;

    /// <summary>Whether its turns only show what would happen.</summary>
    internal bool IsSimulation { get; init; }

    /// <summary>Starts an instance and runs it until it waits or ends.</summary>
    /// <exception cref="NotFoundException">No published definition with this id.</exception>
    /// <exception cref="ConflictException">The definition's activation strategy refuses it (<c>activation-refused</c>); nothing is stored.</exception>
    /// <exception cref="Domain.DomainException">A rule refuses the case; nothing is stored.</exception>
    public async Task<WorkflowInstance> StartAsync(StartWorkflow request, Caller caller, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = store.Open();
            var now = clock.GetUtcNow();
            var workflow = await definitions.PublishedAsync(db, request.DefinitionId, cancellationToken);
            var turn = new CaseTurn(db, now, caller, calendar)
            {
                InstanceId = request.InstanceId ?? Ids.New(now),
                DefinitionId = request.DefinitionId,
                Parent = (request.ParentInstanceId, request.ParentBookmarkId),
                Request = request.Request,
                IsSimulation = IsSimulation,
            };
            var input = new Dictionary<string, object?>(request.Input, StringComparer.OrdinalIgnoreCase);
            if (request.Opening is not null)
            {
                await request.Opening.OpenAsync(turn, input, cancellationToken);
            }

            var correlationId = request.CorrelationId ?? turn.CaseId?.ToString();
            if (!request.IgnoresActivation)
            {
                await Activation.EnsureAsync(turn, workflow, correlationId, cancellationToken);
            }

            var start = new Stimulus.Start(input, correlationId, request.BusinessKey, null, null, request.TriggerActivityId);
            var result = await interpreter.RunAsync(workflow, null, turn.InstanceId, start, turn, cancellationToken);
            var instance = await TurnRows.WriteAsync(turn, null, null, result, cancellationToken);
            await TurnAftermath.SettleAsync(turn, result.State, cancellationToken);
            if (request.Answer is not null && await request.Answer(turn, instance, cancellationToken) is { } answer)
            {
                db.Answers.Add(answer);
            }

            if (await TryCommitAsync(db, turn, attempt))
            {
                request.Request?.Committed(turn, result);
                metrics.Started(request.DefinitionId);
                return instance;
            }
        }
    }

    /// <summary>Gives a waiting instance one stimulus.</summary>
    /// <param name="prepare">
    /// Runs inside the turn before the engine, again on each rerun: checks rights and state, changes rows, and answers the
    /// stimulus; null when there is nothing for the engine to do and only the rows are to be committed.
    /// </param>
    /// <returns>
    /// The instance after the turn, and whether the engine had a use for the stimulus: when it had none (the bookmark is used
    /// up, the instance has ended), nothing at all is committed.
    /// </returns>
    /// <exception cref="NotFoundException">No instance with this id.</exception>
    public Task<(WorkflowInstance Instance, bool Consumed)> ResumeAsync(
        Guid instanceId,
        Caller caller,
        Func<CaseTurn, CancellationToken, ValueTask<Stimulus?>> prepare,
        CancellationToken cancellationToken) => ResumeAsync(ById(instanceId), caller, prepare, null, null, cancellationToken);

    /// <summary>The same for a request whose answer is kept.</summary>
    /// <param name="answer">Makes the row for the request's idempotency key from what is about to be committed; null without one.</param>
    public Task<(WorkflowInstance Instance, bool Consumed)> ResumeAsync(
        Guid instanceId,
        Caller caller,
        Func<CaseTurn, CancellationToken, ValueTask<Stimulus?>> prepare,
        Func<CaseTurn, WorkflowInstance, CancellationToken, ValueTask<StoredAnswer?>>? answer,
        CancellationToken cancellationToken) => ResumeAsync(ById(instanceId), caller, prepare, answer, null, cancellationToken);

    /// <summary>The same for a request that waits for what the instance answers.</summary>
    /// <param name="request">The request; null where none waits.</param>
    public Task<(WorkflowInstance Instance, bool Consumed)> ResumeAsync(
        Guid instanceId,
        Caller caller,
        Func<CaseTurn, CancellationToken, ValueTask<Stimulus?>> prepare,
        WaitingRequest? request,
        CancellationToken cancellationToken) => ResumeAsync(ById(instanceId), caller, prepare, null, request, cancellationToken);

    /// <summary>The same for an instance that is found by something else, which the same query may load into the session.</summary>
    /// <param name="find">Loads the instance, tracked; throws where there is none.</param>
    public Task<(WorkflowInstance Instance, bool Consumed)> ResumeAsync(
        Func<WorkflowDb, CancellationToken, Task<WorkflowInstance>> find,
        Caller caller,
        Func<CaseTurn, CancellationToken, ValueTask<Stimulus?>> prepare,
        Func<CaseTurn, WorkflowInstance, CancellationToken, ValueTask<StoredAnswer?>>? answer,
        CancellationToken cancellationToken) => ResumeAsync(find, caller, prepare, answer, null, cancellationToken);

    private static Func<WorkflowDb, CancellationToken, Task<WorkflowInstance>> ById(Guid instanceId) => async (db, cancellationToken) =>
        await db.Instances.SingleOrDefaultAsync(i => i.Id == instanceId, cancellationToken)
        ?? throw new NotFoundException("instance", instanceId.ToString());

    private async Task<(WorkflowInstance Instance, bool Consumed)> ResumeAsync(
        Func<WorkflowDb, CancellationToken, Task<WorkflowInstance>> find,
        Caller caller,
        Func<CaseTurn, CancellationToken, ValueTask<Stimulus?>> prepare,
        Func<CaseTurn, WorkflowInstance, CancellationToken, ValueTask<StoredAnswer?>>? answer,
        WaitingRequest? request,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = store.Open();
            var instance = await find(db, cancellationToken);
            var turn = new CaseTurn(db, clock.GetUtcNow(), caller, calendar)
            {
                InstanceId = instance.Id,
                DefinitionId = instance.DefinitionId,
                Request = request,
                IsSimulation = IsSimulation,
            };
            TurnResult? result = null;
            if (instance.CaseKind is not null && instance.CaseId is { } caseId)
            {
                turn.WorksOn(instance.CaseKind, caseId);
            }

            if (await prepare(turn, cancellationToken) is { } stimulus)
            {
                var workflow = await definitions.VersionAsync(db, instance.DefinitionVersionId, cancellationToken);
                var state = InstanceState.FromJson(instance.State);
                result = await interpreter.RunAsync(workflow, state, instance.Id, stimulus, turn, cancellationToken);
                if (!result.Consumed)
                {
                    return (instance, false);
                }

                await TurnRows.WriteAsync(turn, instance, state, result, cancellationToken);
            }

            await TurnAftermath.SettleAsync(turn, result?.State, cancellationToken);
            if (answer is not null && await answer(turn, instance, cancellationToken) is { } row)
            {
                db.Answers.Add(row);
            }

            if (await TryCommitAsync(db, turn, attempt))
            {
                if (result is not null)
                {
                    request?.Committed(turn, result);
                }

                return (instance, true);
            }
        }
    }

    /// <summary>Cancels an instance: open tasks are withdrawn, deadlines and unsent effects removed (S-13).</summary>
    /// <param name="version">The version that the caller saw; null for whichever it is.</param>
    /// <param name="answer">Makes the row for the request's idempotency key; null without one.</param>
    /// <exception cref="StaleException">It is at another version.</exception>
    /// <exception cref="ConflictException">It is not running any more.</exception>
    public async Task<WorkflowInstance> CancelAsync(
        Guid instanceId,
        string reason,
        long? version,
        Caller caller,
        Func<CaseTurn, WorkflowInstance, CancellationToken, ValueTask<StoredAnswer?>>? answer,
        CancellationToken cancellationToken)
    {
        var (instance, consumed) = await ResumeAsync(instanceId, caller, PrepareAsync, answer, cancellationToken);
        return consumed ? instance : throw NotRunning(instance);

        async ValueTask<Stimulus?> PrepareAsync(CaseTurn turn, CancellationToken token)
        {
            await EnsureVersionAsync(turn, version, token);
            turn.Record("instance", instanceId.ToString(), "cancel", null, null, reason);
            return new Stimulus.Cancel(reason);
        }
    }

    /// <summary>Starts the triggers of the event and resumes every instance that waits for it (B-8), each in its own turn.</summary>
    /// <param name="request">
    /// The request, when it may be repeated: each turn then notes that it has had it, so that a request which died half-way
    /// reaches the others when it is repeated, and nobody twice.
    /// </param>
    /// <param name="answer">Makes the row for the request's idempotency key, once all have had the event.</param>
    /// <returns>The instances that were started or resumed.</returns>
    public async Task<IReadOnlyList<Guid>> PublishEventAsync(
        PublishedEvent sent,
        Caller caller,
        IdempotentRequest? request,
        Func<IReadOnlyList<Guid>, StoredAnswer?> answer,
        CancellationToken cancellationToken)
    {
        var (started, resumed) = await DeliverAsync(sent, caller, request, cancellationToken);
        List<Guid> reached = [.. started, .. resumed.Except(started)];
        await using var db = store.Open();
        if (answer(reached) is { } row)
        {
            db.Answers.Add(row);
        }

        var now = clock.GetUtcNow();
        if (sent.IsKept && resumed.Count == 0)
        {
            db.Effects.Add(EventDelivery.Keep(sent, Ids.New(now), now));
        }

        // Everybody has had the event: a caller that goes away must not lose the answer, nor those that come later the event.
        await store.CommitAsync(db, CancellationToken.None);
        return reached;
    }

    internal async Task<(List<Guid> Started, List<Guid> Resumed)> DeliverAsync(
        PublishedEvent sent, Caller caller, IdempotentRequest? request, CancellationToken cancellationToken)
    {
        var hash = BookmarkHash.OfEvent(sent.Name);
        await using var db = store.Open();
        var resumed = request is null ? [] : await EventNotes.ReadAsync(db, request, cancellationToken);
        var started = await StartTriggersAsync(db, hash, sent, caller, request, cancellationToken);
        var waiting = await Waiting(db, sent).Select(b => b.InstanceId).Distinct().ToListAsync(cancellationToken);
        foreach (var instanceId in waiting.Except(resumed).ToList())
        {
            var (_, consumed) = await ResumeAsync(instanceId, caller, Prepare, cancellationToken);
            if (consumed)
            {
                resumed.Add(instanceId);
            }
        }

        return (started, resumed);

        ValueTask<Stimulus?> Prepare(CaseTurn turn, CancellationToken token)
        {
            if (request is not null)
            {
                turn.Db.Answers.Add(EventNotes.Note(request, turn));
            }

            return new(new Stimulus.SendEvent(sent.Name, sent.Payload));
        }
    }

    /// <summary>Those that wait for the event (B-8).</summary>
    internal static IQueryable<EventBookmark> Waiting(WorkflowDb db, PublishedEvent sent)
    {
        var hash = BookmarkHash.OfEvent(sent.Name);
        return db.EventBookmarks.Where(b => b.Hash == hash
            && (sent.CorrelationId == null || b.CorrelationId == sent.CorrelationId)
            && (sent.InstanceId == null || b.InstanceId == sent.InstanceId));
    }

    private async Task<List<Guid>> StartTriggersAsync(
        WorkflowDb db, string hash, PublishedEvent sent, Caller caller, IdempotentRequest? request, CancellationToken cancellationToken)
    {
        List<Guid> started = [];
        if (!sent.StartsTriggers || sent.InstanceId is not null)
        {
            return started;
        }

        foreach (var trigger in await db.Triggers.AsNoTracking().Where(t => t.Hash == hash).ToListAsync(cancellationToken))
        {
            // The same request starts the same instance, however often it is repeated.
            var id = request is null ? Ids.New(clock.GetUtcNow()) : EventNotes.InstanceId(request, trigger.Id);
            if (request is null || !await db.Instances.AnyAsync(i => i.Id == id, cancellationToken))
            {
                var start = new StartWorkflow(trigger.DefinitionId)
                {
                    InstanceId = id,
                    TriggerActivityId = trigger.ActivityId,
                    CorrelationId = sent.CorrelationId,
                    Input = new Dictionary<string, object?> { [EventInput.PayloadKey] = sent.Payload ?? EventInput.NoPayload() },
                };
                await StartAsync(start, caller, cancellationToken);
            }

            started.Add(id);
        }

        return started;
    }

    /// <summary>The instance that a turn is about, at the version that the caller saw.</summary>
    /// <exception cref="StaleException">It is at another version.</exception>
    internal static async Task<WorkflowInstance> EnsureVersionAsync(CaseTurn turn, long? expected, CancellationToken cancellationToken)
    {
        var instance = await turn.Db.Instances.FindAsync([turn.InstanceId], cancellationToken)
            ?? throw new NotFoundException("instance", turn.InstanceId);
        return expected is null || instance.Version == expected
            ? instance
            : throw new StaleException("instance", expected.Value, instance.Version);
    }

    internal static ConflictException NotRunning(WorkflowInstance instance) =>
        new("not-running", $"The instance is {instance.SubStatus} and takes nothing more.", instance.SubStatus, []);

    private async Task<bool> TryCommitAsync(WorkflowDb db, CaseTurn turn, int attempt)
    {
        var dueAt = TurnSignals.DueIn(db);
        try
        {
            // The turn has been decided: a caller that goes away must not leave it half told.
            await store.CommitAsync(db, CancellationToken.None);
        }
        catch (TurnConflictException conflict) when (attempt < MaxAttempts)
        {
            return RunAgain(turn, attempt, conflict.Message);
        }
        catch (DuplicateRowException taken) when (attempt < MaxAttempts && taken.Constraint != StoredAnswer.KeyName)
        {
            // Another turn wrote the same journal page, or opened the same case, a moment earlier: this one must see that.
            return RunAgain(turn, attempt, taken.Message);
        }

        signals.Committed(dueAt, turn.InstanceId);
        return true;
    }

    private bool RunAgain(CaseTurn turn, int attempt, string reason)
    {
        LogConflict(turn.InstanceId, attempt, reason);
        metrics.Conflict();
        return false;
    }
}
