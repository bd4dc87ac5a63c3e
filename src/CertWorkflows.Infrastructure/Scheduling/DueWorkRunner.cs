using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace CertWorkflows.Infrastructure.Scheduling;

/// <summary>
/// Runs the due work, one run at a time on this node. A request during a run leads to another run, however many
/// requests there were.
/// </summary>
internal sealed partial class DueWorkRunner(RunDueWork runDueWork, TimeProvider clock, ILogger<DueWorkRunner> logger)
{
    private readonly Channel<bool> _requested = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly Lock _gate = new();
    private TaskCompletionSource? _nextRun;
    private Task _sending = Task.CompletedTask;

    /// <summary>Asks for a run and does not wait.</summary>
    public void Request() => _requested.Writer.TryWrite(true);

    /// <summary>Asks for a run and waits until one that began after this call has ended.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Task run;
        lock (_gate)
        {
            _nextRun ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            run = _nextRun.Task;
        }

        Request();
        await run.WaitAsync(cancellationToken);
    }

    /// <summary>The loop that runs it, until cancelled; ends when nothing is being sent any more.</summary>
    /// <param name="afterRun">Told of each run; looks ahead to the next.</param>
    public async Task LoopAsync(Func<DueWorkRun, CancellationToken, Task> afterRun, CancellationToken cancellationToken)
    {
        try
        {
            while (await _requested.Reader.WaitToReadAsync(cancellationToken))
            {
                _requested.Reader.TryRead(out _);
                TaskCompletionSource? run;
                lock (_gate)
                {
                    (run, _nextRun) = (_nextRun, null);
                }

                await RunOnceAsync(afterRun, cancellationToken);
                run?.TrySetResult();
            }
        }
        finally
        {
            // What is known of the outside world is recorded before the node goes.
            await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(4101, LogLevel.Error, "A run of due work failed; the sweep tries again.")]
    private static partial void LogRunFailed(ILogger logger, Exception exception);

    private async Task RunOnceAsync(Func<DueWorkRun, CancellationToken, Task> afterRun, CancellationToken cancellationToken)
    {
        try
        {
            var startedAt = clock.GetUtcNow();
            var started = await runDueWork(cancellationToken);
            _sending = started.Sending;
            await afterRun(new DueWorkRun(startedAt, started.Count), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // the boundary of the background loop: it must outlive a database that is away, and records the failure
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogRunFailed(logger, exception);
        }
    }
}
