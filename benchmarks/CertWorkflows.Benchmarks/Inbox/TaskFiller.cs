using CertWorkflows.Application.Workflows;
using Npgsql;

namespace CertWorkflows.Benchmarks.Inbox;

/// <summary>Puts them into the database as fast as it takes them.</summary>
internal static class TaskFiller
{
    private const string Columns = "instance_id, id, bookmark_id, activity_id, definition_id, title, kind, group_name, escalated_to, form, outcomes, excluded, "
        + "priority, state, assignee, case_kind, case_id, created_at, due_at, escalated_at, outcome, data, completed_by, closed_at, version";

    /// <summary>Fills the table, and counts and cleans it as the database's own upkeep would in time.</summary>
    public static async Task FillAsync(BenchmarkDatabase database, int open, int closed, int seed, CancellationToken cancellationToken)
    {
        await using var connection = (NpgsqlConnection)await database.ConnectAsync(cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        var random = new Random(seed);
        var indexes = await IndexesAsync(connection, cancellationToken);
        await ExecuteAsync(connection, string.Join("; ", indexes.Select(index => $"DROP INDEX {index.Name}")), cancellationToken);
        await using (var copy = await connection.BeginBinaryImportAsync($"COPY human_tasks ({Columns}) FROM STDIN (FORMAT BINARY)", cancellationToken))
        {
            for (var i = 0; i < open + closed; i++)
            {
                // Open ones lie between the others, as they would in a table that has grown.
                var isOpen = (long)i * open / (open + closed) != (long)(i + 1) * open / (open + closed);
                await WriteAsync(copy, MadeUpTask.Create(random, now, isOpen), cancellationToken);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await ExecuteAsync(connection, string.Join("; ", indexes.Select(index => index.Definition)), cancellationToken);
        await TidyAsync(database, cancellationToken);
    }

    /// <summary>What autovacuum does in its own time.</summary>
    public static async Task TidyAsync(BenchmarkDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = (NpgsqlConnection)await database.ConnectAsync(cancellationToken);
        await ExecuteAsync(connection, "VACUUM (ANALYZE) human_tasks", cancellationToken);
    }

    // Indexes are made faster afterwards, all at once.
    private static async Task<List<(string Name, string Definition)>> IndexesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string sql = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'human_tasks' AND indexdef NOT LIKE 'CREATE UNIQUE%'";
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var indexes = new List<(string, string)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            indexes.Add((reader.GetString(0), reader.GetString(1)));
        }

        return indexes;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, MadeUpTask task, CancellationToken cancellationToken)
    {
        object?[] values =
        [
            Ids.New(task.CreatedAt), Ids.New(task.CreatedAt), Ids.New(task.CreatedAt), "review", task.CaseKind is null ? "complaint" : $"{task.CaseKind}-review",
            task.Title, task.Kind, task.Group, task.EscalatedTo, MadeUpTask.Form, task.Outcomes, "[]",
            task.Priority, task.ClosedAt is null ? "Open" : "Completed", task.Assignee, task.CaseKind,
            task.CaseKind is null ? null : Ids.New(task.CreatedAt), task.CreatedAt, task.DueAt, task.EscalatedTo is null ? null : task.DueAt,
            task.Outcome, task.Outcome is null ? null : "{}", task.ClosedAt is null ? null : task.Assignee, task.ClosedAt, 1L,
        ];
        await copy.StartRowAsync(cancellationToken);
        foreach (var value in values)
        {
            if (value is null)
            {
                await copy.WriteNullAsync(cancellationToken);
            }
            else
            {
                await copy.WriteAsync(value, cancellationToken);
            }
        }
    }
}
