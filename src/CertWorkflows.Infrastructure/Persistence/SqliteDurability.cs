using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CertWorkflows.Infrastructure.Persistence;

/// <summary>Sets each SQLite connection up: write-ahead log, and a commit is on the disk before it is acknowledged.</summary>
internal sealed class SqliteDurability : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000;";

    private SqliteDurability()
    {
    }

    public static SqliteDurability Instance { get; } = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // The driver has no asynchronous work to wait for.
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
