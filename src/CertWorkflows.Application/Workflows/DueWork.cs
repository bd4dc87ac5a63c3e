using CertWorkflows.Application.Access;
using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Effects;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Application.Workflows;

/// <summary>Does whatever is due: fires deadlines and sends effects. Called by the alarm, the sweep and the virtual clock.</summary>
public sealed partial class DueWork(
    IWorkflowStore store,
    WorkflowService workflows,
    EffectSender sender,
    IOptions<EffectOptions> options,
    TimeProvider clock,
    WorkflowMetrics metrics,
    ILogger<DueWork> logger)
{
    /// <summary>A deadline whose turn keeps failing is parked after so many attempts.</summary>
    internal const int MaxDeadlineAttempts = 5;

    private const int Batch = 50;

    /// <summary>Handles everything that is due now, in due order, and answers how many pieces of work it did.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        for (var last = -1; last != done;)
        {
            last = done;
            var claimUntil = clock.GetUtcNow() + options.Value.Claim;
            var deadlines = await store.ClaimDeadlinesAsync(clock.GetUtcNow(), claimUntil, Batch, cancellationToken);
            await EachAsync(deadlines, FireAsync, cancellationToken);
            var effects = await store.ClaimEffectsAsync(clock.GetUtcNow(), claimUntil, Batch, cancellationToken);
            await EachAsync(effects, SendAsync, cancellationToken);
            done += deadlines.Count + effects.Count;
        }

        return done;
    }

    private Task EachAsync<T>(IReadOnlyList<T> items, Func<T, CancellationToken, Task> handle, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.Parallelism, CancellationToken = cancellationToken },
            async (item, token) => await handle(item, token));

    private async Task SendAsync(Effect effect, CancellationToken cancellationToken)
    {
        try
        {
            await sender.SendAsync(effect, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // the turn's boundary: the claim runs out and the effect is sent again with the same key
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogEffectFailed(effect.InstanceId, effect.Kind, failure);
        }
    }

    private async Task FireAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            var (_, consumed) = await workflows.ResumeAsync(
                deadline.InstanceId,
                Caller.System,
                (turn, token) => StimulusAsync(turn, deadline, token),
                cancellationToken);
            if (consumed)
            {
                metrics.DeadlineFired(clock.GetUtcNow() - deadline.DueAt);
            }
            else
            {
                await ForgetAsync(deadline);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // the turn's boundary: whatever went wrong is recorded on the row, and other deadlines still fire
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogDeadlineFailed(deadline.InstanceId, deadline.Id, deadline.Attempts, failure);
            await RecordFailureAsync(deadline, failure.Message);
        }
    }

    private static async ValueTask<Stimulus?> StimulusAsync(CaseTurn turn, Deadline deadline, CancellationToken cancellationToken)
    {
        if (deadline.Purpose != Deadline.Continuation)
        {
            return new Stimulus.ResumeBookmark(deadline.Id, new Dictionary<string, object?>());
        }

        if (await turn.Db.Deadlines.SingleOrDefaultAsync(
            d => d.InstanceId == deadline.InstanceId && d.Id == deadline.Id, cancellationToken) is { } row)
        {
            turn.Db.Deadlines.Remove(row);
        }

        return new Stimulus.Continue();
    }

    /// <summary>The instance no longer waits for it: the row is a leftover.</summary>
    private async Task ForgetAsync(Deadline deadline)
    {
        await using var db = store.Open();
        await db.Deadlines
            .Where(d => d.InstanceId == deadline.InstanceId && d.Id == deadline.Id)
            .ExecuteDeleteAsync(CancellationToken.None);
    }

    private async Task RecordFailureAsync(Deadline deadline, string error)
    {
        await using var db = store.Open();
        var retryAt = clock.GetUtcNow() + options.Value.DelayAfter(Math.Max(deadline.Attempts, 1));
        var parked = deadline.Attempts >= MaxDeadlineAttempts;
        await db.Deadlines.Where(d => d.InstanceId == deadline.InstanceId && d.Id == deadline.Id).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.LastError, error)
                .SetProperty(d => d.ClaimedUntil, retryAt)
                .SetProperty(d => d.Parked, parked),
            CancellationToken.None);
    }
}
