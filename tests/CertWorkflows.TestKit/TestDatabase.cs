using CertWorkflows.Application.Workflows;
using CertWorkflows.Infrastructure;
using CertWorkflows.Infrastructure.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace CertWorkflows.TestKit;

/// <summary>
/// A database of the test's own with every migration applied: a file, or a database on the shared throw-away server. Copied
/// from a template that is made once a process: an empty one, or one with what the test's host would make anew each time.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Template Empty = new("empty", async settings =>
    {
        await using var node = Node(settings, _ => { });
        await node.GetRequiredService<DatabaseStart>().RunAsync(CancellationToken.None);
    });

    private static readonly SemaphoreSlim TemplateGate = new(1, 1);
    private static readonly HashSet<(DatabaseKind, string)> Templates = [];
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
    /// <param name="template">What it is a copy of; null for an empty one.</param>
    public static async Task<TestDatabase> CreateAsync(DatabaseKind kind, CancellationToken cancellationToken, Template? template = null)
    {
        var server = kind == DatabaseKind.PostgreSql ? await PostgreSqlServer.SharedAsync(cancellationToken) : null;
        await MakeAsync(kind, server, template ?? Empty, cancellationToken);
        var name = $"test_{Interlocked.Increment(ref _lastNumber)}";
        await CopyAsync(server, (template ?? Empty).Name, name, cancellationToken);
        return new TestDatabase(
            kind,
            ConnectionTo(server, name),
            () => server is null ? DeleteAsync(SqliteFile(name)) : ExecuteAsync(server, $"DROP DATABASE {name} WITH (FORCE)", CancellationToken.None));
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

    /// <summary>Makes the template unless this process has it; one that is not empty begins as a copy of the empty one.</summary>
    private static async Task MakeAsync(DatabaseKind kind, PostgreSqlServer? server, Template template, CancellationToken cancellationToken)
    {
        await TemplateGate.WaitAsync(cancellationToken);
        try
        {
            foreach (var one in (Template[])[Empty, template])
            {
                if (Templates.Contains((kind, one.Name)))
                {
                    continue;
                }

                if (one != Empty)
                {
                    await CopyAsync(server, Empty.Name, one.Name, cancellationToken);
                }

                await one.FillAsync(SettingsOf(kind, ConnectionTo(server, one.Name)));
                if (kind == DatabaseKind.Sqlite)
                {
                    await EmptyLogAsync(SqliteFile(one.Name), cancellationToken);
                }

                Templates.Add((kind, one.Name));
            }
        }
        finally
        {
            TemplateGate.Release();
        }
    }

    private static async Task CopyAsync(PostgreSqlServer? server, string from, string to, CancellationToken cancellationToken)
    {
        if (server is not null)
        {
            await ExecuteAsync(server, $"CREATE DATABASE {to} TEMPLATE {from}", cancellationToken);
            return;
        }

        File.Copy(SqliteFile(from), SqliteFile(to), overwrite: true);
    }

    // The file alone is copied: nothing may be left in the log beside it.
    private static async Task EmptyLogAsync(string file, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        var isBusy = (long)(await command.ExecuteScalarAsync(cancellationToken))! != 0;
        Assert.False(isBusy, $"Somebody still uses the template {file}.");
    }

    private static string ConnectionTo(PostgreSqlServer? server, string name) =>
        server?.ConnectionString(name) ?? $"Data Source={SqliteFile(name)}";

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

/// <summary>What databases of tests begin with.</summary>
/// <param name="Name">Also its name as a database.</param>
/// <param name="FillAsync">Makes it, given the settings by which a host uses it, and closes every connection to it.</param>
public sealed record Template(string Name, Func<IReadOnlyDictionary<string, string?>, Task> FillAsync);
