using System.Collections.Concurrent;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace CertWorkflows.Infrastructure.Persistence;

/// <summary>
/// Commits a session as one batch: one round trip, which is one transaction. Measured (docs/benchmarks.md), EF Core's own
/// way of saving took most of a turn's processor time.
/// </summary>
internal sealed class PostgreSqlCommit(NpgsqlDataSource dataSource)
{
    private readonly ConcurrentDictionary<IEntityType, TableWriter> _tables = new();

    /// <summary>Writes what the session tracks as changed; changes must have been detected.</summary>
    public async Task RunAsync(WorkflowDb session)
    {
        // Rows give up a unique key before others take it.
        var changes = session.ChangeTracker.Entries()
            .Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .OrderBy(entry => entry.State switch { EntityState.Deleted => 0, EntityState.Modified => 1, _ => 2 })
            .ToList();
        if (changes.Count == 0)
        {
            return;
        }

        await using var connection = await dataSource.OpenConnectionAsync(CancellationToken.None);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var change in changes)
        {
            batch.BatchCommands.Add(Writer(change).Command(change));
        }

        try
        {
            await batch.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (PostgresException failure) when (failure.SqlState == TableWriter.NoSuchRow)
        {
            var row = failure.BatchCommand is { } command ? changes[batch.BatchCommands.IndexOf(command)] : null;
            throw new TurnConflictException($"Another turn changed {row?.Metadata.GetTableName() ?? "a row"} first.", failure);
        }

        session.ChangeTracker.AcceptAllChanges();
    }

    private TableWriter Writer(EntityEntry entry) => _tables.GetOrAdd((IEntityType)entry.Metadata, entity => new TableWriter(entity));
}
