using Microsoft.Extensions.Logging;
using Npgsql;

namespace CertWorkflows.Infrastructure.Persistence;

/// <summary>
/// PostgreSQL: the indexes by which words in the titles of tasks are found, one of the open tasks, which are few and searched all day, and one
/// of the others. They need the extension <c>pg_trgm</c>, which the database's owner may create; where that is not possible, search works
/// without them, slowly, and the next start tries again.
/// </summary>
internal static partial class TitleIndex
{
    private const string ExistsSql = "SELECT to_regclass('ix_human_tasks_open_title') IS NOT NULL AND to_regclass('ix_human_tasks_closed_title') IS NOT NULL";

    // New entries are sorted in at once: a list of those that wait for it would be read by each search. The statistics tell the planner a word that
    // every title has, for which the tasks are walked in their order, from one that few have; those of such indexes it does not read.
    private const string CreateSql =
        """
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE INDEX IF NOT EXISTS ix_human_tasks_open_title ON human_tasks USING gin (lower(title) gin_trgm_ops) WITH (fastupdate = off) WHERE state = 'Open';
        CREATE INDEX IF NOT EXISTS ix_human_tasks_closed_title ON human_tasks USING gin (lower(title) gin_trgm_ops) WITH (fastupdate = off) WHERE state <> 'Open';
        CREATE STATISTICS IF NOT EXISTS human_tasks_titles ON lower(title) FROM human_tasks;
        ANALYZE human_tasks;
        DROP INDEX IF EXISTS ix_human_tasks_title;
        """;

    /// <summary>Creates what is missing; on a large table this takes a while, in which tasks can be read but not written.</summary>
    public static async Task EnsureAsync(NpgsqlDataSource dataSource, ILogger logger, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var exists = new NpgsqlCommand(ExistsSql, connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is true)
        {
            return;
        }

        try
        {
            await using var create = new NpgsqlCommand(CreateSql, connection) { CommandTimeout = 0 };
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.InsufficientPrivilege
            or PostgresErrorCodes.UndefinedFile or PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.UndefinedObject)
        {
            LogMissing(logger, refused.MessageText);
        }
    }

    [LoggerMessage(
        4002,
        LogLevel.Warning,
        "Searching in the titles of tasks will be slow: the extension pg_trgm is not there and could not be created ({Problem}). Let a superuser run 'CREATE EXTENSION pg_trgm' in this database and restart.")]
    private static partial void LogMissing(ILogger logger, string problem);
}
