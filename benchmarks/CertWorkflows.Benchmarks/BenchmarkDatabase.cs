using System.Data.Common;
using System.Globalization;
using CertWorkflows.TestKit;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CertWorkflows.Benchmarks;

/// <summary>A throw-away database with full durability, and how to reach it without the product.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private const int KernelTicksPerSecond = 100;

    private readonly string? _folder;
    private string? _postmaster;

    private BenchmarkDatabase(DatabaseKind kind, string connectionString, PostgreSqlServer? server, string? folder)
    {
        (Kind, ConnectionString, Server, _folder) = (kind, connectionString, server, folder);
    }

    public DatabaseKind Kind { get; }

    public string ConnectionString { get; }

    /// <summary>The server behind a PostgreSQL database, to be killed; null for SQLite.</summary>
    public PostgreSqlServer? Server { get; }

    public string Provider => Kind == DatabaseKind.PostgreSql ? "postgresql" : "sqlite";

    public static async Task<BenchmarkDatabase> CreateAsync(DatabaseKind kind, CancellationToken cancellationToken, int sharedMegabytes = 64)
    {
        if (kind == DatabaseKind.PostgreSql)
        {
            var server = await PostgreSqlServer.StartAsync(fsync: true, cancellationToken, sharedMegabytes);
            return new BenchmarkDatabase(kind, server.ConnectionString("certworkflows"), server, null);
        }

        var folder = Directory.CreateTempSubdirectory("certworkflows-bench-").FullName;
        return new BenchmarkDatabase(kind, $"Data Source={Path.Combine(folder, "certworkflows.db")}", null, folder);
    }

    /// <summary>A bare connection, set up as the product sets up its own.</summary>
    public async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (Kind == DatabaseKind.PostgreSql)
        {
            var postgreSql = new NpgsqlConnection(ConnectionString);
            await postgreSql.OpenAsync(cancellationToken);
            return postgreSql;
        }

        var sqlite = new SqliteConnection(ConnectionString);
        await sqlite.OpenAsync(cancellationToken);
        await ExecuteAsync(sqlite, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000;", cancellationToken);
        return sqlite;
    }

    /// <summary>Version and the settings that decide what a commit costs.</summary>
    public async Task<string> DescribeAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        if (Kind == DatabaseKind.Sqlite)
        {
            return $"SQLite {connection.ServerVersion}, write-ahead log, synchronous=FULL (each commit is flushed)";
        }

        var settings = new List<string>();
        foreach (var name in (string[])["fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_wal_size", "wal_sync_method"])
        {
            settings.Add($"{name}={await ScalarAsync(connection, $"SHOW {name}", cancellationToken)}");
        }

        return $"PostgreSQL {connection.ServerVersion} on the same machine, {string.Join(", ", settings)}, otherwise as it comes";
    }

    /// <summary>Processor time that the server's processes have used so far; nothing for SQLite, which is part of this process.</summary>
    public async Task<TimeSpan> ServerCpuAsync(CancellationToken cancellationToken)
    {
        if (Kind == DatabaseKind.Sqlite || !Directory.Exists("/proc"))
        {
            return TimeSpan.Zero;
        }

        _postmaster ??= await PostmasterAsync(cancellationToken);
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            ticks += TicksOf(folder, _postmaster);
        }

        return TimeSpan.FromSeconds(ticks / (double)KernelTicksPerSecond);
    }

    public static async Task<object?> ScalarAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    public static async Task ExecuteAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await Server.DisposeAsync();
        }

        if (_folder is not null)
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static long TicksOf(string folder, string postmaster)
    {
        try
        {
            // after the name, which is in brackets: state, parent, …, 11 user ticks, 12 system ticks
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return fields[1] == postmaster || Path.GetFileName(folder) == postmaster
                ? long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)
                : 0;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // a process that ended while the list was read
            return 0;
        }
    }

    private async Task<string> PostmasterAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        var data = (string)(await ScalarAsync(connection, "SHOW data_directory", cancellationToken))!;
        return File.ReadLines(Path.Combine(data, "postmaster.pid")).First();
    }
}
