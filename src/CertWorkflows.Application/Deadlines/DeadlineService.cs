using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Deadlines;

/// <summary>What an operator does with deadlines.</summary>
public sealed class DeadlineService(IWorkflowStore store, TimeProvider clock, TurnSignals signals)
{
    /// <summary>Fires a deadline that was given up again, with a fresh count of attempts.</summary>
    /// <exception cref="NotFoundException">No deadline with this id; it may have fired or been forgotten.</exception>
    /// <exception cref="ConflictException">It was not given up.</exception>
    public async Task RetryAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var deadline = await db.Deadlines.SingleOrDefaultAsync(d => d.Id == id, cancellationToken) ?? throw new NotFoundException("deadline", id);
        if (!deadline.Parked)
        {
            throw new ConflictException("not-parked", "The deadline was not given up: it fires by itself.");
        }

        var now = clock.GetUtcNow();
        (deadline.Parked, deadline.Attempts, deadline.ClaimedUntil) = (false, 0, null);
        db.Record(
            now, caller.Name, "deadline", id.ToString(), "retry",
            from: "parked", to: "pending", reason: deadline.Purpose, instanceId: deadline.InstanceId);
        await store.CommitAsync(db, cancellationToken);
        signals.Committed([now], deadline.InstanceId);
    }
}
