using Npgsql;

namespace CertWorkflows.Infrastructure.Persistence;

/// <summary>Nodes that start at the same moment change the schema one after the other.</summary>
internal sealed class StartLock : IAsyncDisposable
{
    // "CertWork" as a number: any constant that no other program on this database is likely to use.
    private const long Key = 0x43657274_576F726B;

    private readonly NpgsqlConnection _connection;

    private StartLock(NpgsqlConnection connection) => _connection = connection;

    public static async Task<StartLock> AcquireAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection)
        {
            Parameters = { new NpgsqlParameter { Value = Key } },
            CommandTimeout = 0,
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new StartLock(connection);
    }

    public async ValueTask DisposeAsync()
    {
        await using (_connection)
        {
            // A pooled connection outlives this; the lock would too.
            await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", _connection)
            {
                Parameters = { new NpgsqlParameter { Value = Key } },
            };
            await command.ExecuteNonQueryAsync();
        }
    }
}
