using CertWorkflows.TestKit;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CertWorkflows.Benchmarks.Floor;

/// <summary>Repeats a turn's statements with nothing but the driver: one transaction a turn. One writer for each worker.</summary>
internal abstract class FloorWriter : IAsyncDisposable
{
    /// <param name="oneWriter">Held while SQLite is written: it has one writer, as the product's own store knows.</param>
    public static async Task<FloorWriter> OpenAsync(
        BenchmarkDatabase database, IReadOnlyList<FloorStatement> statements, SemaphoreSlim oneWriter, CancellationToken cancellationToken)
    {
        var connection = await database.ConnectAsync(cancellationToken);
        return database.Kind == DatabaseKind.PostgreSql
            ? new PostgreSqlFloor((NpgsqlConnection)connection, statements)
            : new SqliteFloor((SqliteConnection)connection, statements, oneWriter);
    }

    /// <summary>Writes one turn: what a single id list stands for.</summary>
    public Task WriteAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => WriteAsync([ids], cancellationToken);

    /// <summary>Writes several in one transaction; only for preparing rows, never measured.</summary>
    public abstract Task WriteAsync(IReadOnlyList<IReadOnlyList<Guid>> turns, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <summary>One batch and one round trip a turn; a batch is a transaction by itself.</summary>
    private sealed class PostgreSqlFloor(NpgsqlConnection connection, IReadOnlyList<FloorStatement> statements) : FloorWriter
    {
        private NpgsqlBatch? _prepared;

        public override async Task WriteAsync(IReadOnlyList<IReadOnlyList<Guid>> turns, CancellationToken cancellationToken)
        {
            if (turns.Count > 1)
            {
                await using var many = Batch(turns);
                await many.ExecuteNonQueryAsync(cancellationToken);
                return;
            }

            if (_prepared is null)
            {
                _prepared = Batch(turns);
                await _prepared.PrepareAsync(cancellationToken);
            }

            for (var s = 0; s < statements.Count; s++)
            {
                var parameters = _prepared.BatchCommands[s].Parameters;
                var cells = statements[s].Cells;
                for (var c = 0; c < cells.Count; c++)
                {
                    parameters[c].Value = cells[c].For(turns[0]);
                }
            }

            if (await _prepared.ExecuteNonQueryAsync(cancellationToken) != statements.Count)
            {
                throw new InvalidOperationException("A statement of the floor changed no row: it does not repeat the turn.");
            }
        }

        public override async ValueTask DisposeAsync()
        {
            if (_prepared is not null)
            {
                await _prepared.DisposeAsync();
            }

            await connection.DisposeAsync();
        }

        private NpgsqlBatch Batch(IReadOnlyList<IReadOnlyList<Guid>> turns)
        {
            var batch = new NpgsqlBatch(connection);
            foreach (var ids in turns)
            {
                foreach (var statement in statements)
                {
                    var command = new NpgsqlBatchCommand(statement.Sql);
                    foreach (var cell in statement.Cells)
                    {
                        command.Parameters.Add(new NpgsqlParameter { Value = cell.For(ids) });
                    }

                    batch.BatchCommands.Add(command);
                }
            }

            return batch;
        }
    }

    /// <summary>Prepared commands between BEGIN and COMMIT.</summary>
    private sealed class SqliteFloor(SqliteConnection connection, IReadOnlyList<FloorStatement> statements, SemaphoreSlim oneWriter)
        : FloorWriter
    {
        private readonly SqliteCommand[] _commands = [.. statements.Select(statement => Command(connection, statement))];

        public override async Task WriteAsync(IReadOnlyList<IReadOnlyList<Guid>> turns, CancellationToken cancellationToken)
        {
            await oneWriter.WaitAsync(cancellationToken);
            try
            {
                await using var transaction = connection.BeginTransaction();
                foreach (var ids in turns)
                {
                    Execute(transaction, ids);
                }

                await transaction.CommitAsync(cancellationToken);
            }
            finally
            {
                oneWriter.Release();
            }
        }

        public override ValueTask DisposeAsync()
        {
            foreach (var command in _commands)
            {
                command.Dispose();
            }

            return connection.DisposeAsync();
        }

        private static SqliteCommand Command(SqliteConnection connection, FloorStatement statement)
        {
            var command = connection.CreateCommand();
            command.CommandText = statement.Sql;
            for (var i = 0; i < statement.Cells.Count; i++)
            {
                command.Parameters.Add(new SqliteParameter($"${i + 1}", null));
            }

            return command;
        }

        private void Execute(SqliteTransaction transaction, IReadOnlyList<Guid> ids)
        {
            for (var s = 0; s < _commands.Length; s++)
            {
                var command = _commands[s];
                command.Transaction = transaction;
                var cells = statements[s].Cells;
                for (var c = 0; c < cells.Count; c++)
                {
                    command.Parameters[c].Value = cells[c].For(ids);
                }

                if (command.ExecuteNonQuery() != 1)
                {
                    throw new InvalidOperationException($"The floor's statement changed no row: {statements[s].Sql}");
                }
            }
        }
    }
}
