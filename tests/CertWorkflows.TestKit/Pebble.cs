using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CertWorkflows.TestKit;

/// <summary>A small ACME CA (Debian's <c>pebble</c>) for which every name leads to this machine.</summary>
public sealed class Pebble : IAsyncDisposable
{
    /// <summary>An account that the CA binds ours to, where it asks for that.</summary>
    public const string KeyId = "kid-1";

    /// <summary>The key of that account.</summary>
    public const string HmacKey = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";

    private readonly string _folder;
    private readonly int _namesPort;
    private readonly RunningProgram _names;
    private readonly Func<RunningProgram> _start;
    private readonly int _port;
    private RunningProgram _ca;

    private Pebble(string folder, int port, int namesPort, RunningProgram names, Func<RunningProgram> start) =>
        (_folder, _port, _namesPort, _names, _start, _ca) = (folder, port, namesPort, names, start, start());

    /// <summary>The address of its directory.</summary>
    public string Directory => $"https://localhost:{_port}/dir";

    /// <summary>What leads to its own server's certificate.</summary>
    public string RootsFile => Path.Combine(_folder, "root.pem");

    /// <summary>Starts it.</summary>
    /// <param name="httpPort">Where it looks for http-01.</param>
    public static async Task<Pebble> StartAsync(int httpPort, bool wantsExternalAccount, CancellationToken cancellationToken)
    {
        TlsPrograms.Need("pebble");
        var folder = System.IO.Directory.CreateTempSubdirectory("certworkflows-pebble-").FullName;
        TestCertificates.Write(folder, TimeProvider.System.GetUtcNow());
        var (port, managementPort, dnsPort, namesPort) =
            (RunningProgram.FreePort(), RunningProgram.FreePort(), RunningProgram.FreePort(), RunningProgram.FreePort());
        var configuration = new JsonObject
        {
            ["pebble"] = new JsonObject
            {
                ["listenAddress"] = $"127.0.0.1:{port}",
                ["managementListenAddress"] = $"127.0.0.1:{managementPort}",
                ["certificate"] = Path.Combine(folder, "localhost.pem"),
                ["privateKey"] = Path.Combine(folder, "localhost.key"),
                ["httpPort"] = httpPort,
                ["tlsPort"] = RunningProgram.FreePort(),
                ["ocspResponderURL"] = "",
                ["externalAccountBindingRequired"] = wantsExternalAccount,
                ["externalAccountMACKeys"] = new JsonObject { [KeyId] = HmacKey },
            },
        };
        await File.WriteAllTextAsync(Path.Combine(folder, "pebble.json"), configuration.ToJsonString(), cancellationToken);
        var names = RunningProgram.Start("pebble-challtestsrv", folder,
        [
            "-defaultIPv4", "127.0.0.1", "-defaultIPv6", "", "-dns01", $"127.0.0.1:{dnsPort}", "-http01", "", "-https01", "",
            "-tlsalpn01", "", "-management", $"127.0.0.1:{namesPort}",
        ]);
        // It refuses a fifth of the good nonces, as CAs may, and looks at proofs at once.
        var pebble = new Pebble(folder, port, namesPort, names, () => RunningProgram.Start(
            "pebble", folder, ["-config", "pebble.json", "-dnsserver", $"127.0.0.1:{dnsPort}"],
            ("PEBBLE_VA_NOSLEEP", "1"), ("PEBBLE_WFE_NONCEREJECT", "20"), ("PEBBLE_AUTHZREUSE", "0")));
        await names.ListensAsync(namesPort, cancellationToken);
        await pebble._ca.ListensAsync(port, cancellationToken);
        return pebble;
    }

    /// <summary>Sets a TXT record, for dns-01.</summary>
    public void SetText(string name, string value, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var message = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{_namesPort}/set-txt")
        {
            Content = JsonContent.Create(new { host = $"{name}.", value }),
        };
        using var answer = client.Send(message, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Replaces it by one at the same address that knows nothing of the past.</summary>
    public async Task ForgetAllAsync(CancellationToken cancellationToken)
    {
        await _ca.DisposeAsync();
        _ca = _start();
        await _ca.ListensAsync(_port, cancellationToken);
    }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ca.DisposeAsync();
        await _names.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }
}
