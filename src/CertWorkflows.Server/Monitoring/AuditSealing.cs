using CertWorkflows.Application.Audit;

namespace CertWorkflows.Server.Monitoring;

/// <summary>
/// Seals the audit trail every few minutes, and writes each seal to the log: a log that is kept elsewhere proves later that the trail is the same.
/// </summary>
internal sealed partial class AuditSealing(AuditChain chain, ILogger<AuditSealing> log) : BackgroundService
{
    private static readonly TimeSpan Interval = AuditChain.Settled + TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        try
        {
            do
            {
                await TrySealAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TrySealAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var seal in await chain.SealAsync(stoppingToken))
            {
                LogSealed(seal.Number, seal.Records, seal.Hash);
            }
        }
#pragma warning disable CA1031 // the loop's boundary: what is not sealed now is sealed later
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(failure);
        }
    }

    [LoggerMessage(8201, LogLevel.Information, "Audit seal {Number} on {Records} records: {Hash}")]
    private partial void LogSealed(long number, int records, string hash);

    [LoggerMessage(8202, LogLevel.Warning, "The audit trail could not be sealed; it is tried again.")]
    private partial void LogFailed(Exception failure);
}
