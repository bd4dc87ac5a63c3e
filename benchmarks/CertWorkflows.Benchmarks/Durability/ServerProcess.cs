using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CertWorkflows.TestKit;

namespace CertWorkflows.Benchmarks.Durability;

/// <summary>The real server in a process of its own, to be killed without warning and started again.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(90);

    private readonly string _assembly;
    private readonly string _folder;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private Process? _process;

    /// <param name="assembly">CertWorkflows.Server.dll.</param>
    /// <param name="folder">Working folder; the log goes there.</param>
    /// <param name="settings">Environment variables.</param>
    public ServerProcess(string assembly, string folder, IReadOnlyDictionary<string, string> settings)
    {
        (_assembly, _folder, _settings) = (assembly, folder, settings);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}/");
    }

    public Uri Address { get; }

    public string Log => Path.Combine(_folder, "server.log");

    public void Start()
    {
        // A shell sets the log file; exec keeps the process id, so that the kill meets the server itself.
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec dotnet '{_assembly}' >>'{Log}' 2>&1 </dev/null"]) { WorkingDirectory = _folder };
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        _process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
    }

    public Task WaitUntilReadyAsync(CancellationToken cancellationToken) => Eventually.TrueAsync(
        async () => _process is { HasExited: true }
            ? throw new InvalidOperationException($"The server ended with {_process.ExitCode}; its log is {Log}:\n{Tail()}")
            : await AnswersAsync(cancellationToken),
        $"the server is ready; its log is {Log}",
        cancellationToken,
        StartsWithin);

    /// <summary>SIGKILL: nothing in the process gets a chance to finish.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process!.Kill();
        await _process.WaitForExitAsync(cancellationToken);
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync(CancellationToken.None);
        }

        _http.Dispose();
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(Address, "health/ready"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // not up yet; the caller's bound reports it
            return false;
        }
    }

    private string Tail() => string.Join('\n', File.ReadLines(Log).TakeLast(20));
}
