using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Effects;

/// <summary>What an operator and a gateway's callback do with effects.</summary>
public sealed class EffectService(IWorkflowStore store, EffectSender sender, TimeProvider clock, TurnSignals signals)
{
    /// <summary>Sends a parked effect again, with the same idempotency key and a fresh count of attempts.</summary>
    /// <exception cref="NotFoundException">No effect with this id.</exception>
    /// <exception cref="ConflictException">It is not parked.</exception>
    public async Task<Effect> RetryAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var effect = await db.Effects.SingleOrDefaultAsync(e => e.Id == id, cancellationToken)
            ?? throw new NotFoundException("effect", id.ToString());
        if (effect.State != EffectState.Parked)
        {
            throw new ConflictException("not-parked", $"The effect is {effect.State}; only a parked one can be sent again.", effect.State.ToString(), ["parked"]);
        }

        var now = clock.GetUtcNow();
        (effect.State, effect.Attempts, effect.NextAttemptAt) = (EffectState.Pending, 0, now);
        effect.Version++;
        db.Audit.Add(new AuditRecord
        {
            Id = Ids.New(now),
            At = now,
            Actor = caller.Name,
            Subject = "effect",
            SubjectId = id.ToString(),
            Action = "retry",
            From = "parked",
            To = "pending",
            InstanceId = effect.InstanceId,
        });
        await store.CommitAsync(db, cancellationToken);
        signals.Committed([now], effect.InstanceId);
        return effect;
    }

    /// <summary>Takes the word of a receiver's callback, whose signature has been checked.</summary>
    /// <param name="kinds">The kinds of effects that such a callback may be about.</param>
    /// <exception cref="NotFoundException">No effect of these kinds was sent with this key.</exception>
    public async Task CallbackAsync(
        IReadOnlyCollection<string> kinds, string idempotencyKey, EffectOutcome outcome, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var effect = await db.Effects
            .Where(e => e.IdempotencyKey == idempotencyKey && kinds.Contains(e.Kind))
            .Select(e => new { e.InstanceId, e.Id })
            .SingleOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException($"{string.Join(" or ", kinds)} effect", idempotencyKey);
        await sender.ApplyAsync(effect.InstanceId, effect.Id, outcome);
    }
}
