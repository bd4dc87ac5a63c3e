using Microsoft.Extensions.Hosting;

namespace CertWorkflows.Infrastructure.Persistence;

/// <summary>
/// Brings the schema up to date before any other hosted service starts. Two nodes may start at once on PostgreSQL; for
/// SQLite the folder and the file are created.
/// </summary>
public sealed class DatabaseStart : IHostedLifecycleService, IDisposable
{
    private readonly Database _database;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private bool _done;

    internal DatabaseStart(Database database) => _database = database;

    /// <summary>Applies what is missing; the second call does nothing.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!_done)
            {
                await _database.MigrateAsync(cancellationToken);
                _done = true;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken);

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
