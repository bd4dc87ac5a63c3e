using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Xunit;

namespace CertWorkflows.TestKit;

/// <summary>
/// A throw-away PostgreSQL server in a temporary folder. It stops and its folder is deleted when it is disposed, when
/// this process ends and also when this process is killed (a small watching shell sees to that).
/// </summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string FolderPrefix = "certworkflows-pg-";
    private static readonly SemaphoreSlim SharedGate = new(1, 1);
    private static PostgreSqlServer? _shared;

    private readonly string _bin;
    private readonly string _folder;
    private readonly bool _fsync;
    private readonly int _sharedMegabytes;
    private Process? _postgres;

    private PostgreSqlServer(string bin, string folder, int port, bool fsync, int sharedMegabytes)
    {
        _bin = bin;
        _folder = folder;
        _fsync = fsync;
        _sharedMegabytes = sharedMegabytes;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Connects as superuser to the maintenance database.</summary>
    public string AdminConnectionString => ConnectionString("postgres");

    private string Data => Path.Combine(_folder, "data");

    /// <summary>
    /// The server that all tests of this process share, started on first use without fsync. Where PostgreSQL is not
    /// installed the calling test is skipped, or fails when <c>CI=true</c> or <c>REQUIRE_POSTGRESQL=1</c>.
    /// </summary>
    public static async Task<PostgreSqlServer> SharedAsync(CancellationToken cancellationToken)
    {
        await SharedGate.WaitAsync(cancellationToken);
        try
        {
            return _shared ??= await StartAsync(fsync: false, cancellationToken);
        }
        finally
        {
            SharedGate.Release();
        }
    }

    /// <summary>A server of the test's own, for instance with fsync and to be killed; what it keeps of its tables in memory is small, since most are.</summary>
    public static async Task<PostgreSqlServer> StartAsync(bool fsync, CancellationToken cancellationToken, int sharedMegabytes = 64)
    {
        var bin = PostgreSqlFiles.FindBinaries();
        if (bin is null)
        {
            const string reason = "PostgreSQL (initdb, postgres) was found neither on PATH nor under /usr/lib/postgresql.";
            Assert.False(Ci.RequiresPostgreSql, reason + " It is required here (CI or REQUIRE_POSTGRESQL).");
            Assert.Skip(reason);
        }

        PostgreSqlFiles.DeleteLeftovers(FolderPrefix);
        var folder = PostgreSqlFiles.CreateFolder(FolderPrefix);
        var server = new PostgreSqlServer(bin, folder, FreePort(), fsync, sharedMegabytes);
        PostgreSqlFiles.WatchOver(Environment.ProcessId, folder, server.Data);
        await server.InitialiseAsync(cancellationToken);
        await server.StartAgainAsync(cancellationToken);
        return server;
    }

    /// <summary>Connection string for a database of this server.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = "postgres",
        Database = database,
        Timeout = 15,
        // Tests create many databases; each pool stays small so that the server's limit is never reached.
        MaxPoolSize = 40,
    }.ConnectionString;

    /// <summary>Ends the server as a power failure would: nothing is flushed. <see cref="StartAgainAsync"/> recovers.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        var pid = PostmasterPid();
        // A killed postmaster leaves children behind that end by themselves; they must be gone before the next start.
        await PostgreSqlFiles.RunAsync("/bin/sh", ["-c", $"kill -9 {pid} $(ps -o pid= --ppid {pid}) 2>/dev/null; true"], cancellationToken);
        await _postgres!.WaitForExitAsync(cancellationToken);
        File.Delete(Path.Combine(Data, "postmaster.pid"));
    }

    /// <summary>Starts the server after <see cref="KillAsync"/> on the same port and data.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        string[] settings =
        [
            "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_folder}",
            "-c", $"fsync={(_fsync ? "on" : "off")}", "-c", $"synchronous_commit={(_fsync ? "on" : "off")}",
            "-c", $"full_page_writes={(_fsync ? "on" : "off")}", "-c", "max_connections=300",
            "-c", $"shared_buffers={_sharedMegabytes}MB", "-c", "log_min_messages=fatal", "-c", "TimeZone=UTC",
        ];
        _postgres = PostgreSqlFiles.StartAsServerUser(Path.Combine(_bin, "postgres"), settings, Path.Combine(_folder, "log"));
        await Eventually.TrueAsync(() => AnswersAsync(cancellationToken), $"PostgreSQL accepts connections; its log is in {_folder}", cancellationToken, TimeSpan.FromSeconds(60));
    }

    /// <summary>Stops the server and deletes its files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_postgres is { HasExited: false })
        {
            await PostgreSqlFiles.RunAsync("/bin/sh", ["-c", $"kill -QUIT {PostmasterPid()}"], CancellationToken.None);
            await _postgres.WaitForExitAsync(CancellationToken.None);
        }

        _postgres?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task InitialiseAsync(CancellationToken cancellationToken)
    {
        using var initdb = PostgreSqlFiles.StartAsServerUser(
            Path.Combine(_bin, "initdb"),
            ["-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            Path.Combine(_folder, "initdb.log"));
        await initdb.WaitForExitAsync(cancellationToken);
        Assert.True(initdb.ExitCode == 0, $"initdb failed: {await File.ReadAllTextAsync(Path.Combine(_folder, "initdb.log"), cancellationToken)}");
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        Assert.False(_postgres!.HasExited, $"PostgreSQL ended at once; its log is in {_folder}.");
        try
        {
            await using var connection = new NpgsqlConnection(AdminConnectionString + ";Pooling=false");
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            // not up yet; the caller's bound reports it
            return false;
        }
    }

    private string PostmasterPid() => File.ReadLines(Path.Combine(Data, "postmaster.pid")).First();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
