using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Http;

/// <summary>Deletes the answers that idempotency keys repeat, once nobody can rely on them any more.</summary>
internal sealed partial class OldAnswers(IWorkflowStore store, TimeProvider clock, ILogger<OldAnswers> logger) : BackgroundService
{
    /// <summary>Twice what the API promises.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(48);

    // Small enough that nobody waits for the lock of a batch.
    private const int Batch = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <returns>How many were deleted.</returns>
    public async Task<int> DeleteAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - Kept;
        var deleted = 0;
        for (; ; )
        {
            await using var db = store.Open();
            var batch = await db.Answers
                .Where(answer => answer.CreatedAt < before)
                .OrderBy(answer => answer.CreatedAt)
                .Take(Batch)
                .ExecuteDeleteAsync(cancellationToken);
            deleted += batch;
            if (batch < Batch)
            {
                return deleted;
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do
            {
                await TryDeleteAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops, or another part of it could not start.
        }
    }

    private async Task TryDeleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            LogDeleted(await DeleteAsync(cancellationToken));
        }
#pragma warning disable CA1031 // the boundary of the background loop: it must outlive a database that is away, and records the failure
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(5201, LogLevel.Debug, "{Count} old answers of idempotency keys deleted.")]
    private partial void LogDeleted(int count);

    [LoggerMessage(5202, LogLevel.Error, "Old answers of idempotency keys could not be deleted; the next hour tries again.")]
    private partial void LogFailed(Exception exception);
}
