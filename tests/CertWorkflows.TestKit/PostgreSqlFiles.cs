using System.Diagnostics;
using System.Globalization;

namespace CertWorkflows.TestKit;

/// <summary>Where PostgreSQL lives on this machine, and how its programs are run as a user that it accepts.</summary>
internal static class PostgreSqlFiles
{
    private const string OwnerFile = "owner.pid";

    /// <summary>The folder with <c>initdb</c> and <c>postgres</c>; null when not installed.</summary>
    public static string? FindBinaries()
    {
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(version => version, StringComparer.Ordinal)
                .Select(version => Path.Combine(version, "bin"))
            : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(installed)
            .Append("/usr/local/bin")
            .Append("/opt/homebrew/bin")
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    /// <summary>A new temporary folder that the server's user owns, marked with this process as owner.</summary>
    public static string CreateFolder(string prefix)
    {
        var folder = Directory.CreateTempSubdirectory(prefix).FullName;
        File.WriteAllText(Path.Combine(folder, OwnerFile), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        if (ServerUser() is { } user)
        {
            RunToEnd("chown", [user, folder]);
        }

        return folder;
    }

    /// <summary>Deletes what runs left behind whose watcher was killed as well.</summary>
    public static void DeleteLeftovers(string prefix)
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), prefix + "*"))
        {
            var owner = Path.Combine(folder, OwnerFile);
            if (File.Exists(owner)
                && int.TryParse(File.ReadAllText(owner), CultureInfo.InvariantCulture, out var pid)
                && !IsAlive(pid))
            {
                RunToEnd("/bin/sh", ["-c", $"kill -QUIT $(head -1 '{folder}/data/postmaster.pid') 2>/dev/null; rm -rf '{folder}'"]);
            }
        }
    }

    /// <summary>Starts a program as a user other than root, since PostgreSQL refuses root.</summary>
    public static Process StartAsServerUser(string program, IReadOnlyList<string> arguments, string log)
    {
        // A shell sets the log file, so that nobody has to read pipes; exec keeps the program's own process id.
        var command = $"exec {string.Join(' ', arguments.Prepend(program).Select(Quote))} >>{Quote(log)} 2>&1 </dev/null";
        var start = ServerUser() is { } user
            ? new ProcessStartInfo("setpriv", [$"--reuid={user}", $"--regid={user switch { "nobody" => "nogroup", _ => user }}", "--clear-groups", "/bin/sh", "-c", command])
            : new ProcessStartInfo("/bin/sh", ["-c", command]);
        start.WorkingDirectory = Path.GetTempPath();
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    /// <summary>Leaves a small shell behind that stops the server and deletes its folder when the process is gone.</summary>
    public static void WatchOver(int processId, string folder, string data)
    {
        var script = $"trap '' INT HUP TERM; while kill -0 {processId} 2>/dev/null && [ -d '{folder}' ]; do sleep 1; done; "
            + $"[ -d '{folder}' ] || exit 0; kill -QUIT $(head -1 '{data}/postmaster.pid') 2>/dev/null; sleep 1; rm -rf '{folder}'";
        Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"({script}) >/dev/null 2>&1 </dev/null &"]))?.Dispose();
    }

    public static async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(cancellationToken);
    }

    private static void RunToEnd(string program, IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
    }

    private static string? ServerUser()
    {
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
        {
            return null;
        }

        return File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            // the documented answer for a process that is not there
            return false;
        }
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
