using CertWorkflows.Application.Workflows;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging;

namespace CertWorkflows.Infrastructure.Persistence;

/// <summary>
/// SQLite with a write-ahead log, flushed at every commit. It has one writer; commits queue here in order instead of
/// polling a busy file, and reads go on beside them.
/// </summary>
internal sealed class SqliteDatabase : Database
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int UniqueViolation = 2067;
    private const int PrimaryKeyViolation = 1555;

    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly PooledDbContextFactory<SqliteWorkflowDb> _sessions;
    private readonly string _connectionString;

    public SqliteDatabase(DatabaseOptions options, ILoggerFactory loggers)
    {
        _connectionString = new SqliteConnectionStringBuilder(options.ConnectionString ?? $"Data Source={DefaultFile()}")
        {
            ForeignKeys = true,
            Pooling = true,
        }.ConnectionString;
        var sessions = Configure(new DbContextOptionsBuilder<SqliteWorkflowDb>(), _connectionString);
        new SessionLog(loggers).AddTo(sessions);
        _sessions = new PooledDbContextFactory<SqliteWorkflowDb>(sessions.Options);
    }

    public override string ClaimDeadlinesSql => DueSql.SqliteClaimDeadlines;

    private static string NextDueSql { get; } = DueSql.NextDue("max", "9223372036854775807");

    public static DbContextOptionsBuilder<SqliteWorkflowDb> Configure(
        DbContextOptionsBuilder<SqliteWorkflowDb> options, string connectionString) =>
        (DbContextOptionsBuilder<SqliteWorkflowDb>)options
            .UseSqlite(connectionString)
            .UseSnakeCaseNamingConvention()
            .AddInterceptors(SqliteDurability.Instance);

    public override WorkflowDb Open() => _sessions.CreateDbContext();

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var file = new SqliteConnectionStringBuilder(_connectionString).DataSource;
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        using var _ = await EnterWriteAsync(cancellationToken);
        await using var session = _sessions.CreateDbContext();
        if (!(await session.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            return;
        }

        // A process that was killed while it migrated leaves its lock row behind, and with one node nobody else holds it.
        await session.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
        await session.Database.MigrateAsync(cancellationToken);
    }

    public override async ValueTask<IDisposable?> EnterWriteAsync(CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        return new WriterTurn(_writer);
    }

    public override object Parameter(DateTimeOffset instant) => Mapping.Microseconds.Floor(instant);

    public override string ClaimEffectsSql(int kinds) => DueSql.SqliteClaimEffects(kinds);

    public override async Task<NextDue> NextDueAsync(WorkflowDb session, CancellationToken cancellationToken)
    {
        var rows = await session.Database.SqlQueryRaw<long?>(NextDueSql).ToListAsync(cancellationToken);
        return new NextDue(Instant(rows[0]), Instant(rows[1]));

        static DateTimeOffset? Instant(long? microseconds) => microseconds is { } some ? Mapping.Microseconds.Instant(some) : null;
    }

    public override Exception? Meaning(Exception failure, WorkflowDb session) => failure switch
    {
        SqliteException { SqliteErrorCode: Busy or Locked } => new TurnConflictException("The database was busy with another writer.", failure),
        SqliteException { SqliteExtendedErrorCode: UniqueViolation or PrimaryKeyViolation } violation =>
            new DuplicateRowException(UniqueKeyNames.OfSqliteMessage(session.Model, violation.Message), failure),
        _ => null,
    };

    public override ValueTask DisposeAsync()
    {
        // Closes the pooled handles of this file only, so that it can be deleted or moved.
        using (var connection = new SqliteConnection(_connectionString))
        {
            SqliteConnection.ClearPool(connection);
        }

        _writer.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string DefaultFile() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
        "CertWorkflows",
        "certworkflows.db");

    private sealed class WriterTurn(SemaphoreSlim writer) : IDisposable
    {
        public void Dispose() => writer.Release();
    }
}
