using CertWorkflows.Application.Access;
using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Effects;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Application.Workflows;

/// <summary>
/// Does whatever is due: fires deadlines and sends effects. Called by the alarm, the sweep and the virtual clock.
/// </summary>
public sealed partial class DueWork
{
    /// <summary>A deadline whose turn keeps failing is parked after so many attempts.</summary>
    internal const int MaxDeadlineAttempts = 5;

    private const int Batch = 50;

    private readonly IWorkflowStore _store;
    private readonly WorkflowService _workflows;
    private readonly EffectSender _sender;
    private readonly EffectOptions _options;
    private readonly TimeProvider _clock;
    private readonly WorkflowMetrics _metrics;
    private readonly ILogger<DueWork> _logger;
    private readonly Dictionary<string, EffectLane> _lanes;
    private readonly Lock _gate = new();
    private readonly List<Task> _sending = [];

    public DueWork(
        IWorkflowStore store,
        WorkflowService workflows,
        EffectSender sender,
        IAlarmClock alarm,
        IOptions<EffectOptions> options,
        TimeProvider clock,
        WorkflowMetrics metrics,
        ILogger<DueWork> logger)
    {
        (_store, _workflows, _sender, _options, _clock, _metrics, _logger) =
            (store, workflows, sender, options.Value, clock, metrics, logger);
        _lanes = sender.Kinds.ToDictionary(
            kind => kind, _ => new EffectLane(_options.Parallelism, SendAsync, () => alarm.DueAt(clock.GetUtcNow())), StringComparer.Ordinal);
    }

    /// <summary>Handles everything that is due now, in due order, and answers how many pieces of work it did.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        while (true)
        {
            var started = await StartAsync(cancellationToken);
            if (started.Count == 0 && started.Sending.IsCompleted)
            {
                return done;
            }

            done += started.Count;
            await started.Sending;
        }
    }

    /// <summary>
    /// Fires the deadlines that are due, in due order, and begins to send the effects that are due and find room; does
    /// not wait for what these come to. When there is room again, the alarm clock is told.
    /// </summary>
    public async Task<StartedWork> StartAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        for (var last = -1; last != count;)
        {
            last = count;
            var claimUntil = _clock.GetUtcNow() + _options.Claim;
            var deadlines = await _store.ClaimDeadlinesAsync(_clock.GetUtcNow(), claimUntil, Batch, cancellationToken);
            await Parallel.ForEachAsync(
                deadlines,
                new ParallelOptions { MaxDegreeOfParallelism = _options.Parallelism, CancellationToken = cancellationToken },
                async (deadline, token) => await FireAsync(deadline, token));
            count += deadlines.Count + await StartSendingAsync(claimUntil, cancellationToken);
        }

        lock (_gate)
        {
            _sending.RemoveAll(task => task.IsCompleted);
            return new StartedWork(count, Task.WhenAll(_sending));
        }
    }

    private async Task<int> StartSendingAsync(DateTimeOffset claimUntil, CancellationToken cancellationToken)
    {
        var room = _lanes.Select(lane => (Kind: lane.Key, lane.Value.Room)).Where(lane => lane.Room > 0).ToDictionary(lane => lane.Kind, lane => lane.Room);
        if (room.Count == 0)
        {
            return 0;
        }

        var effects = await _store.ClaimEffectsAsync(_clock.GetUtcNow(), claimUntil, room, cancellationToken);
        if (effects.Count == 0)
        {
            return 0;
        }

        lock (_gate)
        {
            foreach (var ofKind in effects.GroupBy(effect => effect.Kind))
            {
                _sending.AddRange(_lanes[ofKind.Key].Take(ofKind, cancellationToken));
            }
        }

        return effects.Count;
    }

    private async Task SendAsync(Effect effect, CancellationToken cancellationToken)
    {
        try
        {
            await _sender.SendAsync(effect, null, cancellationToken);
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
            var (_, consumed) = await _workflows.ResumeAsync(
                deadline.InstanceId,
                Caller.System,
                (turn, token) => StimulusAsync(turn, deadline, token),
                cancellationToken);
            if (consumed)
            {
                _metrics.DeadlineFired(_clock.GetUtcNow() - deadline.DueAt);
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

    internal static async ValueTask<Stimulus?> StimulusAsync(CaseTurn turn, Deadline deadline, CancellationToken cancellationToken)
    {
        if (deadline.Purpose == Deadline.DelegationEnd)
        {
            await Tasks.TaskDelegation.EndAsync(turn, deadline, cancellationToken);
            return null;
        }

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
        await using var db = _store.Open();
        await db.Deadlines
            .Where(d => d.InstanceId == deadline.InstanceId && d.Id == deadline.Id)
            .ExecuteDeleteAsync(CancellationToken.None);
    }

    private async Task RecordFailureAsync(Deadline deadline, string error)
    {
        await using var db = _store.Open();
        var retryAt = _clock.GetUtcNow() + _options.DelayAfter(Math.Max(deadline.Attempts, 1));
        var parked = deadline.Attempts >= MaxDeadlineAttempts;
        await db.Deadlines.Where(d => d.InstanceId == deadline.InstanceId && d.Id == deadline.Id).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.LastError, error)
                .SetProperty(d => d.ClaimedUntil, retryAt)
                .SetProperty(d => d.Parked, parked),
            CancellationToken.None);
    }
}

/// <summary>What a run began.</summary>
/// <param name="Count">Deadlines fired and effects taken up.</param>
/// <param name="Sending">Ends when the effects that this node is sending have been sent and their results are home.</param>
public sealed record StartedWork(int Count, Task Sending);
