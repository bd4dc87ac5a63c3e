using System.Diagnostics;
using Xunit;

namespace CertWorkflows.TestKit;

/// <summary>
/// Programs of others that certificates are checked with: <c>openssl</c>, <c>nginx</c>, <c>pebble</c>. Where one is not
/// installed the calling test is skipped, or fails when <c>CI=true</c> or <c>REQUIRE_TLS_PROGRAMS=1</c>.
/// </summary>
public static class TlsPrograms
{
    /// <summary>Where the program is.</summary>
    public static string Need(string name)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (found is null)
        {
            var reason = $"{name} is not installed (Debian: apt-get install {(name == "pebble-challtestsrv" ? "pebble" : name)}).";
            Assert.False(Ci.RequiresTlsPrograms, reason + " It is required here (CI or REQUIRE_TLS_PROGRAMS).");
            Assert.Skip(reason);
        }

        return found;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string name, string folder, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Need(name), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
