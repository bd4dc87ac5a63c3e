using CertWorkflows.Application.Workflows;
using CertWorkflows.Infrastructure.Persistence;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CertWorkflows.Infrastructure.Tests.Persistence;

public sealed class DatabaseStartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Migrations_WhenComparedWithTheModel_LackNothing(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await using var session = database.Store.Open();

        Assert.False(session.Database.HasPendingModelChanges(), "Add a migration for this database: dotnet ef migrations add.");
        Assert.Empty(await session.Database.GetPendingMigrationsAsync(Token));
    }

    [Fact]
    public async Task RunAsync_WhenTwoNodesStartAtOnceOnAnAbsentDatabase_BothSucceed()
    {
        var server = await PostgreSqlServer.SharedAsync(Token);
        var connectionString = server.ConnectionString("started_twice");
        await using var first = Node("postgresql", connectionString);
        await using var second = Node("postgresql", connectionString);

        await Task.WhenAll(
            first.GetRequiredService<DatabaseStart>().RunAsync(Token), second.GetRequiredService<DatabaseStart>().RunAsync(Token));

        await using var session = second.GetRequiredService<IWorkflowStore>().Open();
        Assert.Empty(await session.Instances.ToListAsync(Token));
    }

    [Fact]
    public async Task RunAsync_WhenFolderAndFileAreMissing_CreatesThemDurable()
    {
        var folder = Directory.CreateTempSubdirectory("certworkflows-start-").FullName;
        var file = Path.Combine(folder, "new", "data.db");
        await using (var node = Node("sqlite", $"Data Source={file}"))
        {
            await node.GetRequiredService<DatabaseStart>().RunAsync(Token);

            await using var session = node.GetRequiredService<IWorkflowStore>().Open();
            Assert.Equal(["wal"], await session.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").ToListAsync(Token));
            Assert.Equal([2], await session.Database.SqlQueryRaw<int>("SELECT synchronous AS Value FROM pragma_synchronous").ToListAsync(Token));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task RunAsync_WhereTheExtensionOfTheSearchCannotBeCreated_StartsAndSaysWhatIsMissing_AndMakesTheIndexesOnceItIsThere()
    {
        var server = await PostgreSqlServer.SharedAsync(Token);
        await using var admin = NpgsqlDataSource.Create(server.AdminConnectionString);
        foreach (var sql in (string[])["CREATE ROLE tenant LOGIN", "CREATE DATABASE without_trigrams"])
        {
            await ExecuteAsync(admin, sql);
        }

        await using var owner = NpgsqlDataSource.Create(server.ConnectionString("without_trigrams"));
        await ExecuteAsync(owner, "GRANT ALL ON SCHEMA public TO tenant; REVOKE CREATE ON DATABASE without_trigrams FROM PUBLIC, tenant");
        var asTenant = new NpgsqlConnectionStringBuilder(server.ConnectionString("without_trigrams")) { Username = "tenant" }.ConnectionString;
        var log = new FakeLog();

        await StartAsync();

        Assert.Contains(log.Lines, line => line.Contains("pg_trgm", StringComparison.Ordinal) && line.Contains("permission denied", StringComparison.Ordinal));
        Assert.Equal(0L, await ExecuteAsync(owner, IndexSql));
        await ExecuteAsync(owner, "CREATE EXTENSION pg_trgm");
        log.Lines.Clear();
        await StartAsync();
        Assert.Equal(2L, await ExecuteAsync(owner, IndexSql));
        Assert.DoesNotContain(log.Lines, line => line.Contains("pg_trgm", StringComparison.Ordinal));

        async Task StartAsync()
        {
            await using var node = Node("postgresql", asTenant, log);
            await node.GetRequiredService<DatabaseStart>().RunAsync(Token);
        }
    }

    [Theory]
    [InlineData("oracle", null, "'oracle'; it may be 'sqlite' or 'postgresql'")]
    [InlineData("postgresql", null, "ConnectionStrings__CertWorkflows is not set")]
    [InlineData("postgresql", "Hots=a", "not a connection string for PostgreSQL")]
    [InlineData("sqlite", "Data Source=:memory:", "names no file")]
    [InlineData("sqlite", "Server=a", "not a connection string for SQLite")]
    public async Task Options_WhenWrong_SayWhatAndWhatIsAllowed(string provider, string? connectionString, string message)
    {
        await using var node = Node(provider, connectionString);

        var failure = Assert.Throws<OptionsValidationException>(() => node.GetRequiredService<IWorkflowStore>());

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    private const string IndexSql = "SELECT count(*) FROM pg_indexes WHERE indexname IN ('ix_human_tasks_open_title', 'ix_human_tasks_closed_title')";

    private static async Task<object?> ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Token);
    }

    private static ServiceProvider Node(string provider, string? connectionString, ILoggerProvider? log = null) => new ServiceCollection()
        .AddLogging(logging => _ = log is null ? logging : logging.AddProvider(log))
        .AddInfrastructure(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Database:Provider"] = provider,
                ["ConnectionStrings:CertWorkflows"] = connectionString,
            })
            .Build())
        .BuildServiceProvider();

    /// <summary>Keeps what is logged.</summary>
    private sealed class FakeLog : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
