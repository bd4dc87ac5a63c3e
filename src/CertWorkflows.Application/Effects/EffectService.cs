using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Effects;

/// <summary>What an operator and a gateway's callback do with effects.</summary>
public sealed class EffectService(IWorkflowStore store, EffectSender sender, TimeProvider clock, TurnSignals signals)
{
    private const int MaxReason = 4_000;

    /// <summary>Sends a parked effect again, with the same idempotency key and a fresh count of attempts.</summary>
    /// <exception cref="NotFoundException">No effect with this id.</exception>
    /// <exception cref="ConflictException">It is not parked.</exception>
    public async Task<Effect> RetryAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = store.Open();
        var effect = await ParkedAsync(db, id, cancellationToken);
        (effect.State, effect.Attempts, effect.NextAttemptAt) = (EffectState.Pending, 0, now);
        await CommitAsync(db, effect, "retry", null, caller, now, cancellationToken);
        signals.Committed([now], effect.InstanceId);
        return effect;
    }

    /// <summary>Gives up a parked effect: it is never sent.</summary>
    /// <exception cref="NotFoundException">No effect with this id.</exception>
    /// <exception cref="ConflictException">It is not parked.</exception>
    public async Task<Effect> GiveUpAsync(Guid id, string reason, Caller caller, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReason)
        {
            throw new InvalidInputException("reason", $"1 to {MaxReason} characters are needed.");
        }

        var now = clock.GetUtcNow();
        await using var db = store.Open();
        var effect = await ParkedAsync(db, id, cancellationToken);
        (effect.State, effect.CompletedAt) = (EffectState.Cancelled, now);
        await CommitAsync(db, effect, "give-up", reason.Trim(), caller, now, cancellationToken);
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

    private static async Task<Effect> ParkedAsync(WorkflowDb db, Guid id, CancellationToken cancellationToken)
    {
        var effect = await db.Effects.SingleOrDefaultAsync(e => e.Id == id, cancellationToken)
            ?? throw new NotFoundException("effect", id.ToString());
        return effect.State == EffectState.Parked
            ? effect
            : throw new ConflictException(
                "not-parked", $"The effect is {effect.State}; only a parked one can be sent again or given up.", effect.State.ToString(), ["parked"]);
    }

    private async Task CommitAsync(
        WorkflowDb db, Effect effect, string action, string? reason, Caller caller, DateTimeOffset now, CancellationToken cancellationToken)
    {
        effect.Version++;
        db.Record(
            now, caller.Name, "effect", effect.Id.ToString(), action,
            from: "parked", to: effect.State == EffectState.Pending ? "pending" : "cancelled", reason: reason, instanceId: effect.InstanceId);
        await store.CommitAsync(db, cancellationToken);
    }
}
