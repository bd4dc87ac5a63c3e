using CertWorkflows.Application.Workflows;
using CertWorkflows.Infrastructure;
using CertWorkflows.Infrastructure.Persistence;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CertWorkflows.TestKit;

/// <summary>
/// An empty database of the test's own with every migration applied: a file, or a database on the shared throw-away
/// server. Copied from a template that is migrated once a process.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const string TemplateName = "certworkflows_template";
    private static readonly SemaphoreSlim TemplateGate = new(1, 1);
    private static readonly HashSet<DatabaseKind> Templates = [];
    private static int _lastNumber;

    private readonly Func<Task> _drop;
    private readonly List<ServiceProvider> _nodes = [];

    private TestDatabase(DatabaseKind kind, string connectionString, Func<Task> drop)
    {
        Kind = kind;
        ConnectionString = connectionString;
        _drop = drop;
        Store = NewNode(_ => { }).GetRequiredService<IWorkflowStore>();
    }

    public DatabaseKind Kind { get; }

    public string ConnectionString { get; }

    /// <summary>A store on this database.</summary>
    public IWorkflowStore Store { get; }

    /// <summary>The settings by which a host uses this database.</summary>
    public IReadOnlyDictionary<string, string?> Settings => SettingsOf(Kind, ConnectionString);

    /// <summary>A fresh database; skips the test where PostgreSQL is missing, unless it is required.</summary>
    public static async Task<TestDatabase> CreateAsync(DatabaseKind kind, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _lastNumber);
        if (kind == DatabaseKind.Sqlite)
        {
            var template = SqliteFile("template");
            await MigrateTemplateAsync(kind, $"Data Source={template}", cancellationToken);
            var file = SqliteFile($"{number}");
            File.Copy(template, file, overwrite: true);
            return new TestDatabase(kind, $"Data Source={file}", () => DeleteAsync(file));
        }

        var server = await PostgreSqlServer.SharedAsync(cancellationToken);
        await MigrateTemplateAsync(kind, server.ConnectionString(TemplateName), cancellationToken);
        var name = $"test_{number}";
        await ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE {TemplateName}", cancellationToken);
        return new TestDatabase(
            kind, server.ConnectionString(name), () => ExecuteAsync(server, $"DROP DATABASE {name} WITH (FORCE)", CancellationToken.None));
    }

    /// <summary>
    /// The services of one more node on this database, as a host would register them; nothing is started. It is
    /// disposed with the database. The test adds what it wants to be different.
    /// </summary>
    /// <param name="decorate">Changes what all have added.</param>
    public IServiceProvider NewNode(
        Action<IServiceCollection> configure, IEnumerable<KeyValuePair<string, string?>>? settings = null, Action<IServiceCollection>? decorate = null)
    {
        var node = Node([.. Settings, .. settings ?? []], configure, decorate);
        _nodes.Add(node);
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await _drop();
    }

    private static ServiceProvider Node(
        IEnumerable<KeyValuePair<string, string?>> settings, Action<IServiceCollection> configure, Action<IServiceCollection>? decorate = null)
    {
        var services = new ServiceCollection().AddLogging();
        configure(services);
        services.AddInfrastructure(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        decorate?.Invoke(services);
        return services.BuildServiceProvider();
    }

    private static async Task MigrateTemplateAsync(DatabaseKind kind, string connectionString, CancellationToken cancellationToken)
    {
        await TemplateGate.WaitAsync(cancellationToken);
        try
        {
            if (!Templates.Contains(kind))
            {
                await using var node = Node(SettingsOf(kind, connectionString), _ => { });
                await node.GetRequiredService<DatabaseStart>().RunAsync(cancellationToken);
                Templates.Add(kind);
            }
        }
        finally
        {
            TemplateGate.Release();
        }
    }

    private static Dictionary<string, string?> SettingsOf(DatabaseKind kind, string connectionString) => new()
    {
        ["Database:Provider"] = kind == DatabaseKind.Sqlite ? DatabaseOptions.Sqlite : DatabaseOptions.PostgreSql,
        ["ConnectionStrings:CertWorkflows"] = connectionString,
    };

    private static string SqliteFile(string name) => Path.Combine(SqliteFolder.Path, $"{name}.db");

    private static Task DeleteAsync(string file)
    {
        foreach (var part in (string[])[file, file + "-wal", file + "-shm"])
        {
            File.Delete(part);
        }

        return Task.CompletedTask;
    }

    private static async Task ExecuteAsync(PostgreSqlServer server, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(server.AdminConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static class SqliteFolder
    {
        static SqliteFolder() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path, recursive: true);

        public static string Path { get; } = Directory.CreateTempSubdirectory("certworkflows-sqlite-").FullName;
    }
}
