using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CertWorkflows.TestKit;

/// <summary>A server program that a test needs; it ends when it is disposed, and also when this process is killed.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    // The shell ends the program once nobody holds the other end of its input any more.
    private const string Script = "\"$@\" >>\"$LOG\" 2>&1 </dev/null & p=$!; exec 2>/dev/null; cat >/dev/null; kill $p 2>/dev/null; wait $p";
    private readonly Process _shell;

    private RunningProgram(Process shell, string log) => (_shell, Log) = (shell, log);

    /// <summary>The file that it writes to.</summary>
    public string Log { get; }

    /// <summary>Starts it; <see cref="ListensAsync"/> says when it is ready.</summary>
    public static RunningProgram Start(
        string name, string folder, IEnumerable<string> arguments, params (string Key, string Value)[] environment)
    {
        var log = Path.Combine(folder, $"{name}.log");
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", TlsPrograms.Need(name), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment["LOG"] = log;
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        return new RunningProgram(Process.Start(start)!, log);
    }

    /// <summary>A port of this machine that nobody listens at.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until it takes connections.</summary>
    public Task ListensAsync(int port, CancellationToken cancellationToken) => Eventually.TrueAsync(
        async () =>
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return true;
            }
            catch (SocketException)
            {
                // not up yet; the bound reports it
                return false;
            }
        },
        $"something listens at {port}; its log: {(File.Exists(Log) ? File.ReadAllText(Log) : "")}",
        cancellationToken,
        TimeSpan.FromSeconds(30));

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync(CancellationToken.None);
        _shell.Dispose();
    }
}
