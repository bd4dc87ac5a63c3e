using CertWorkflows.Application.Simulations;
using CertWorkflows.Application.Workflows;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CertWorkflows.Infrastructure.Persistence;

/// <summary>SQLite databases in memory, each under a name of its own.</summary>
internal sealed class ScratchDatabases(TimeProvider clock) : IScratchDatabases
{
    public async Task<IScratchDatabase> CreateAsync(CancellationToken cancellationToken)
    {
        var connectionString = $"Data Source=scratch-{Ids.New(clock.GetUtcNow()):N};Mode=Memory;Cache=Shared";
        var scratch = new Scratch(connectionString);
        try
        {
            await scratch.OpenAsync(cancellationToken);
            return scratch;
        }
        catch
        {
            await scratch.DisposeAsync();
            throw;
        }
    }

    private sealed class Scratch(string connectionString) : IScratchDatabase
    {
        // It lives for as long as a connection to it is open.
        private readonly SqliteConnection _keeper = new(connectionString);
        private readonly SqliteDatabase _database = new(new DatabaseOptions { ConnectionString = connectionString }, NullLoggerFactory.Instance);

        public IWorkflowStore Store => field ??= new WorkflowStore(_database);

        public async Task OpenAsync(CancellationToken cancellationToken)
        {
            await _keeper.OpenAsync(cancellationToken);
            await using var session = _database.Open();
            await session.Database.EnsureCreatedAsync(cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await _database.DisposeAsync();
            await _keeper.DisposeAsync();
        }
    }
}
