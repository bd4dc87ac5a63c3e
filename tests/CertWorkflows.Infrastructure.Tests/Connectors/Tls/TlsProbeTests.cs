using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Infrastructure.Tests.Connectors.Ca;
using CertWorkflows.TestKit;
using static CertWorkflows.Infrastructure.Tests.Connectors.ConnectorHost;

namespace CertWorkflows.Infrastructure.Tests.Connectors.Tls;

public sealed class TlsProbeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Rule", "RN-9")]
    public async Task Look_WhenTheServerIsReloaded_SeesTheOldDatesBeforeAndTheNewOnesAfter()
    {
        var port = RunningProgram.FreePort();
        await using var host = Host(port);
        var folder = host.ContentRoot;
        using var key = RSA.Create(2048);
        await File.WriteAllTextAsync(Path.Combine(folder, "shop.key"), key.ExportPkcs8PrivateKeyPem(), Token);
        await InstallAsync(Start, "old");
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), Configuration(folder, port), Token);
        await using var nginx = RunningProgram.Start("nginx", folder, ["-p", folder, "-c", "nginx.conf"]);
        await nginx.ListensAsync(port, Token);

        var before = await LookAsync(host, port, Start.AddDays(1));
        Assert.Equal("2021-04-25T02:00:00Z", (string?)before["notBefore"]);
        Assert.Equal("2022-04-25T02:00:00Z", (string?)before["notAfter"]);
        Assert.Equal(["www.example.com"], Texts(before["names"]));
        Assert.Equal("CN=www.example.com", (string?)before["subject"]);
        Assert.Contains("CertWorkflows Sandbox Issuing CA", (string?)before["issuer"], StringComparison.Ordinal);
        Assert.Equal(
            ["CN=www.example.com", "CN=CertWorkflows Sandbox Issuing CA, O=\"CertWorkflows Sandbox, not trusted\""],
            before["chain"]!.AsArray().Take(2).Select(link => (string)link!["subject"]!));
        Assert.False((bool)before["trusted"]!);
        Assert.Equal(["untrusted-root"], Texts(before["problems"]));
        Assert.Equal(["expired", "untrusted-root"], Texts((await LookAsync(host, port, Start.AddYears(2)))["problems"]));
        Assert.Equal(
            ["wrong-name", "untrusted-root"], Texts((await LookAsync(host, port, Start.AddDays(1), "other.example.com"))["problems"]));

        var serial = await InstallAsync(Start.AddDays(300), "new");
        var (exitCode, output) = await TlsPrograms.RunAsync("nginx", folder, ["-p", folder, "-c", "nginx.conf", "-s", "reload"], Token);
        Assert.True(exitCode == 0, output);

        var after = await Eventually.ValueAsync(
            () => LookAsync(host, port, Start.AddDays(301)), look => (string?)look["serial"] == serial, "the new certificate is served", Token);
        Assert.Equal("2022-02-19T02:00:00Z", (string?)after["notBefore"]);
        Assert.Equal("2023-02-19T02:00:00Z", (string?)after["notAfter"]);

        async Task<string> InstallAsync(DateTimeOffset now, string name)
        {
            var csr = SandboxCaTests.Csr(key, "www.example.com", "www.example.com");
            var issued = await SandboxCaTests.IssueAsync(host, SandboxCaTests.Payload(csr: csr), now, name);
            await File.WriteAllTextAsync(Path.Combine(folder, "shop.pem"), (string)issued["chainPem"]!, Token);
            return (string)issued["serial"]!;
        }
    }

    [Theory]
    [InlineData("localhost", 443)] // a private address by name
    [InlineData("127.0.0.1", 443)]
    [InlineData("::1", 443)]
    [InlineData("169.254.169.254", 443)]
    [InlineData("10.1.2.3", 443)]
    [InlineData("www.example.com", 8443)] // a port that nobody allowed
    public async Task Look_WhereNobodyMayLook_IsRefused(string name, int port)
    {
        await using var host = new ConnectorHost();

        var outcome = await host.SendAsync("tls-probe", Request(new JsonObject { ["host"] = name, ["port"] = port }));

        Assert.Equal("not-allowed", Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
    }

    [Theory]
    [InlineData("evil.example.org", false)]
    [InlineData("example.com", false)] // the pattern is for what is below it
    [InlineData("notexample.com", false)]
    [InlineData("a.b.example.com", true)]
    [InlineData("exact.test", true)]
    public void Host_WhenThereIsAList_MustBeOnIt(string name, bool allowed)
    {
        var options = new Infrastructure.Connectors.Tls.TlsProbeOptions { AllowedHosts = { "*.example.com", "Exact.test" } };

        Assert.Equal(allowed, options.Allows(name, 443));
    }

    [Fact]
    public async Task Look_WhenNobodyListens_IsUnreachable()
    {
        var port = RunningProgram.FreePort();
        await using var host = Host(port);

        Assert.Equal("unreachable", await CodeAsync(host, port));
    }

    [Fact]
    public async Task Look_WhenTheServerSpeaksNoTls_SaysSo()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var host = Host(port);

        var look = CodeAsync(host, port);
        using var connection = await listener.AcceptTcpClientAsync(Token);
        await connection.GetStream().WriteAsync("220 this is a mail server\r\n"u8.ToArray(), Token);
        connection.Close();

        Assert.Equal("no-tls", await look);
    }

    [Fact]
    public async Task Look_WhenTheServerSaysNothing_EndsInTime()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var host = Host(port, ("TlsProbe:Timeout", "00:00:00.200"));

        Assert.Equal("no-tls", await CodeAsync(host, port));
    }

    [Theory]
    [InlineData("""{"host":"two words"}""")]
    [InlineData("""{"host":""}""")]
    [InlineData("""{"host":"www.example.com","port":0}""")]
    [InlineData("""{"host":"www.example.com","serverName":"a b"}""")]
    [InlineData("""{"port":443}""")]
    public async Task Look_WhenMemberIsWrong_IsRejected(string payload)
    {
        await using var host = new ConnectorHost();

        var outcome = await host.SendAsync("tls-probe", Request(JsonNode.Parse(payload)!.AsObject()));

        Assert.Equal("invalid-payload", Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
    }

    private static async Task<string> CodeAsync(ConnectorHost host, int port) => Assert.IsType<EffectOutcome.Rejected>(
        await host.SendAsync("tls-probe", Request(new JsonObject { ["host"] = "127.0.0.1", ["port"] = port }))).Code;

    private static async Task<JsonObject> LookAsync(ConnectorHost host, int port, DateTimeOffset now, string serverName = "www.example.com")
    {
        var payload = new JsonObject { ["host"] = "127.0.0.1", ["port"] = port, ["serverName"] = serverName };
        var look = Assert.IsType<EffectOutcome.Succeeded>(await host.SendAsync("tls-probe", Request(payload) with { Now = now }));
        // As it is stored.
        return JsonNode.Parse(look.Result.ToJsonString())!.AsObject();
    }

    private static IEnumerable<string> Texts(JsonNode? list) => list!.AsArray().Select(text => (string)text!);

    private static ConnectorHost Host(int port, params (string Key, string Value)[] settings) => new(
    [
        ("TlsProbe:AllowPrivateAddresses", "true"),
        ("TlsProbe:AllowedHosts:0", "127.0.0.1"),
        ("TlsProbe:AllowedPorts:0", port.ToString(CultureInfo.InvariantCulture)),
        .. settings,
    ]);

    // As root nginx would give its workers another user, who may not enter the folder.
    private static string Configuration(string folder, int port) => $$"""
        {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
        daemon off;
        worker_processes 1;
        pid {{folder}}/nginx.pid;
        error_log {{folder}}/error.log;
        events { worker_connections 64; }
        http {
          access_log off;
          client_body_temp_path {{folder}}/body;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
          server {
            listen 127.0.0.1:{{port}} ssl;
            ssl_certificate {{folder}}/shop.pem;
            ssl_certificate_key {{folder}}/shop.key;
          }
        }
        """;
}
