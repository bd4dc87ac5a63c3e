using System.Data.Common;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CertWorkflows.Infrastructure.Persistence;

/// <summary>PostgreSQL through one data source: pooled connections, statements prepared after their second use.</summary>
internal sealed partial class PostgreSqlDatabase : Database
{
    // A server that is starting or recovering from a crash is waited for; an absent one is reported after this.
    private const int StartAttempts = 30;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);

    private readonly PooledDbContextFactory<PostgreSqlWorkflowDb> _sessions;
    private readonly PostgreSqlCommit _commit;
    private readonly ILogger _logger;

    public PostgreSqlDatabase(DatabaseOptions options, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<PostgreSqlDatabase>();
        ConnectionString = WithDefaults(options.ConnectionString!);
        DataSource = new NpgsqlDataSourceBuilder(ConnectionString).UseLoggerFactory(loggers).Build();
        _commit = new PostgreSqlCommit(DataSource);
        var sessions = Configure(new DbContextOptionsBuilder<PostgreSqlWorkflowDb>(), connectionString: null);
        new SessionLog(loggers).AddTo(sessions);
        _sessions = new PooledDbContextFactory<PostgreSqlWorkflowDb>(sessions.Options);
    }

    public NpgsqlDataSource DataSource { get; }

    public string ConnectionString { get; }

    public override string ClaimDeadlinesSql => DueSql.PostgreSqlClaimDeadlines;

    private static string NextDueSql { get; } = DueSql.NextDue("greatest", "'infinity'");

    /// <summary>How sessions see the database.</summary>
    /// <param name="connectionString">Where they connect; null where each is given its connection.</param>
    public static DbContextOptionsBuilder<PostgreSqlWorkflowDb> Configure(
        DbContextOptionsBuilder<PostgreSqlWorkflowDb> options, string? connectionString) =>
        (DbContextOptionsBuilder<PostgreSqlWorkflowDb>)options.UseNpgsql(connectionString).UseSnakeCaseNamingConvention();

    public override WorkflowDb Open()
    {
        // A data source in the options would be part of the key of EF Core's services, as a logger factory would be.
        var session = _sessions.CreateDbContext();
        session.Database.SetDbConnection(DataSource.CreateConnection(), contextOwnsConnection: true);
        return session;
    }

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await WaitForServerAsync(cancellationToken);
        await using var session = Open();
        await using var _ = await StartLock.AcquireAsync(DataSource, cancellationToken);
        session.Database.SetCommandTimeout(TimeSpan.Zero); // an index of a large table takes as long as it takes
        await session.Database.MigrateAsync(cancellationToken);
        session.Database.SetCommandTimeout(null);
        await TitleIndex.EnsureAsync(DataSource, _logger, cancellationToken);
    }

    public override ValueTask<IDisposable?> EnterWriteAsync(CancellationToken cancellationToken) => default;

    public override Task WriteAsync(WorkflowDb session) => _commit.RunAsync(session);

    public override object Parameter(DateTimeOffset instant) => Mapping.Microseconds.Instant(Mapping.Microseconds.Floor(instant));

    public override string ClaimEffectsSql(int kinds) => DueSql.PostgreSqlClaimEffects(kinds);

    public override async Task<NextDue> NextDueAsync(WorkflowDb session, CancellationToken cancellationToken)
    {
        var rows = await session.Database.SqlQueryRaw<DateTimeOffset?>(NextDueSql).ToListAsync(cancellationToken);
        return new NextDue(rows[0], rows[1]);
    }

    public override Exception? Meaning(Exception failure, WorkflowDb session) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation =>
            new DuplicateRowException(violation.ConstraintName ?? "unknown", failure),
        PostgresException
        {
            SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
        } => new TurnConflictException("The database ended this transaction in favour of another.", failure),
        _ => null,
    };

    public override ValueTask DisposeAsync() => DataSource.DisposeAsync();

    [LoggerMessage(4001, LogLevel.Warning, "PostgreSQL does not answer yet (attempt {Attempt}): {Problem}")]
    private static partial void LogWaiting(ILogger logger, int attempt, string problem);

    private async Task WaitForServerAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await CreateIfMissingAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException exception) when (exception.IsTransient && attempt < StartAttempts)
            {
                LogWaiting(_logger, attempt, exception.Message);
                await Task.Delay(BetweenAttempts, cancellationToken);
            }
        }
    }

    private async Task CreateIfMissingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var found = await DataSource.OpenConnectionAsync(cancellationToken);
            return;
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.InvalidCatalogName)
        {
            // The server is there, the database is not.
        }

        try
        {
            var once = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString;
            await using var session = new PostgreSqlWorkflowDb(
                Configure(new DbContextOptionsBuilder<PostgreSqlWorkflowDb>(), once).Options);
            await session.GetService<IRelationalDatabaseCreator>().CreateAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another node that starts at the same moment was faster; it is there, which is all that was wanted.
        }
    }

    private static string WithDefaults(string connectionString)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        void Default(string keyword, object value)
        {
            if (!given.ContainsKey(keyword))
            {
                given[keyword] = value;
            }
        }

        Default("Application Name", "CertWorkflows");
        Default("Max Auto Prepare", 100);
        Default("Auto Prepare Min Usages", 2);

        // A conflict is reported with the table in which it was met.
        Default("Include Failed Batched Command", true);

        // Nothing here leaves session state behind on a pooled connection, so there is nothing to reset.
        Default("No Reset On Close", true);
        return given.ConnectionString;
    }
}
