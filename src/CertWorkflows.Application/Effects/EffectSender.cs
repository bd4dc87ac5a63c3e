using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Application.Effects;

/// <summary>
/// Sends one effect and brings its result home. A crash between the two repeats the sending with the same idempotency key, so
/// the receiver does it once.
/// </summary>
public sealed partial class EffectSender(
    IWorkflowStore store,
    WorkflowService workflows,
    IEnumerable<IEffectHandler> handlers,
    ISealedTexts texts,
    IOptions<EffectOptions> options,
    TimeProvider clock,
    TurnSignals signals,
    WorkflowMetrics metrics,
    ILogger<EffectSender> logger)
{
    /// <summary>How <see cref="Effect.LastError"/> begins when the receiver itself refused, so that certainly nothing was done.</summary>
    internal const string RefusedMark = "refused: ";

    private static readonly TimeSpan ShortestPostponement = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, IEffectHandler> _handlers = handlers.ToDictionary(h => h.Kind, StringComparer.Ordinal);

    /// <summary>The kinds that this node has connectors for. Others are left to the node that has theirs.</summary>
    internal IReadOnlyCollection<string> Kinds => _handlers.Keys;

    /// <summary>Makes one attempt at an effect that this node has claimed.</summary>
    /// <param name="request">The request that waits for what the instance does with the result; null for none.</param>
    internal async Task SendAsync(Effect effect, WaitingRequest? request, CancellationToken cancellationToken)
    {
        var outcome = await AttemptAsync(effect, cancellationToken);
        metrics.EffectAttempted(effect.Kind, outcome.GetType().Name);
        await ApplyAsync(effect.InstanceId, effect.Id, outcome, request);
    }

    /// <summary>
    /// Records an outcome: from an attempt, or from the receiver's signed callback. One that comes for an effect that is
    /// already settled changes nothing.
    /// </summary>
    /// <exception cref="NotFoundException">No effect with this id.</exception>
    public async Task ApplyAsync(Guid instanceId, Guid effectId, EffectOutcome outcome, WaitingRequest? request = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var db = store.Open();
                // From here on the world has been changed: what is known must be recorded, whoever is shutting down.
                var effect = await db.Effects.AsNoTracking()
                    .SingleOrDefaultAsync(e => e.InstanceId == instanceId && e.Id == effectId, CancellationToken.None)
                    ?? throw new NotFoundException("effect", effectId.ToString());
                if (effect.State is EffectState.Pending or EffectState.AwaitingResult)
                {
                    await ApplyAsync(effect, outcome, request);
                }

                return;
            }
            catch (TurnConflictException) when (attempt < WorkflowService.MaxAttempts)
            {
                // Somebody else recorded something about this effect; look again.
            }
        }
    }

    private async Task<EffectOutcome> AttemptAsync(Effect effect, CancellationToken cancellationToken)
    {
        try
        {
            var payload = JsonNode.Parse(texts.Open(effect.Payload, effect.InstanceId))!.AsObject();
            return await _handlers[effect.Kind].SendAsync(
                new EffectRequest(effect.Id, effect.IdempotencyKey, payload, effect.Attempts + 1, clock.GetUtcNow(), effect.CreatedAt, effect.ExternalReference),
                cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // a connector's failure, whatever it is, is an outcome of the attempt and is recorded as such
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogAttemptThrew(effect.InstanceId, effect.Kind, failure);
            return new EffectOutcome.Failed($"{failure.GetType().Name}: {failure.Message}");
        }
    }

    private async Task ApplyAsync(Effect effect, EffectOutcome outcome, WaitingRequest? request)
    {
        var isFinal = outcome is EffectOutcome.Succeeded or EffectOutcome.Rejected
            || (outcome is EffectOutcome.Failed && effect.Attempts + 1 >= options.Value.MaxAttempts);
        if (!isFinal || effect.BookmarkId is null)
        {
            await RecordAsync(effect, outcome, isFinal);
            return;
        }

        var (_, consumed) = await workflows.ResumeAsync(
            effect.InstanceId,
            Caller.System,
            async (turn, token) =>
            {
                var row = await turn.Db.Effects.SingleAsync(e => e.InstanceId == effect.InstanceId && e.Id == effect.Id, token);
                if (row.State is not (EffectState.Pending or EffectState.AwaitingResult))
                {
                    return null;
                }

                Settle(row, outcome, isFinal);
                return new Stimulus.ResumeBookmark(effect.BookmarkId.Value, EffectRequests.ToInput(outcome));
            },
            request,
            CancellationToken.None);
        if (!consumed)
        {
            // The instance has ended or faulted meanwhile: what happened outside is recorded all the same.
            await RecordAsync(effect, outcome, isFinal);
        }
    }

    private async Task RecordAsync(Effect effect, EffectOutcome outcome, bool isFinal)
    {
        await using var db = store.Open();
        db.Effects.Attach(effect);
        Settle(effect, outcome, isFinal);
        var dueAt = TurnSignals.DueIn(db);
        await store.CommitAsync(db, CancellationToken.None);
        signals.Committed(dueAt, effect.InstanceId);
    }

    private void Settle(Effect effect, EffectOutcome outcome, bool isFinal)
    {
        var now = clock.GetUtcNow();
        effect.ClaimedUntil = null;
        effect.NextAttemptAt = null;
        effect.Version++;
        switch (outcome)
        {
            case EffectOutcome.Succeeded done:
                (effect.State, effect.Result, effect.CompletedAt, effect.LastError) = (EffectState.Done, done.Result.ToJsonString(), now, null);
                effect.Attempts++;
                break;
            case EffectOutcome.Accepted accepted:
                effect.State = EffectState.AwaitingResult;
                effect.ExternalReference = accepted.ExternalReference ?? effect.ExternalReference;
                effect.NextAttemptAt = now + accepted.LookAgainAfter;
                break;
            case EffectOutcome.Postponed later:
                // Never at once: what is due is sent until nothing is.
                (effect.NextAttemptAt, effect.LastError) = (now + (later.After > ShortestPostponement ? later.After : ShortestPostponement), later.Why);
                break;
            case EffectOutcome.Rejected or EffectOutcome.Failed:
                effect.Attempts++;
                effect.LastError = outcome is EffectOutcome.Rejected no ? $"{RefusedMark}{no.Code}: {no.Message}" : ((EffectOutcome.Failed)outcome).Message;
                if (isFinal)
                {
                    effect.State = effect.BookmarkId is null ? EffectState.Parked : EffectState.Failed;
                    effect.CompletedAt = effect.BookmarkId is null ? null : now;
                    LogGaveUp(effect.InstanceId, effect.Kind, effect.Attempts, effect.LastError);
                }
                else
                {
                    effect.NextAttemptAt = now + options.Value.DelayAfter(effect.Attempts);
                }

                break;
            default:
                throw new System.Diagnostics.UnreachableException(outcome.GetType().Name);
        }
    }
}
