using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Infrastructure.Connectors.Ca.Sandbox;
using CertWorkflows.TestKit;
using static CertWorkflows.Infrastructure.Tests.Connectors.ConnectorHost;

namespace CertWorkflows.Infrastructure.Tests.Connectors.Ca;

public sealed class SandboxRevocationTests
{
    private static readonly DateTimeOffset Later = Start.AddDays(40);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Revocation_IsAcceptedFirstAndDoneAfterItsDelay(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await using var host = new ConnectorHost(database.Store, null, ("Ca:Sandbox:RevocationDelay", "00:05:00"));
        var request = await RevocationAsync(host, "www.example.com");

        var accepted = Assert.IsType<EffectOutcome.Accepted>(await host.SendAsync("ca-revoke", request));
        Assert.Equal(TimeSpan.FromMinutes(5), accepted.LookAgainAfter);
        Assert.DoesNotContain(Serial(request), await ListAsync(host), StringComparison.Ordinal);

        var done = await host.SendAsync("ca-revoke", request with { Now = Later.AddMinutes(5) });
        Assert.Equal("\"2021-06-04T02:05:00Z\"", Assert.IsType<EffectOutcome.Succeeded>(done).Result["revokedAt"]!.ToJsonString());
        Assert.Contains(Serial(request), await ListAsync(host), StringComparison.Ordinal);

        // The answer was lost: the repeat learns the first one's.
        var again = await host.SendAsync("ca-revoke", request with { Now = Later.AddHours(5) });
        Assert.Equal("\"2021-06-04T02:05:00Z\"", Assert.IsType<EffectOutcome.Succeeded>(again).Result["revokedAt"]!.ToJsonString());

        var other = await host.SendAsync("ca-revoke", request with { IdempotencyKey = "another", Now = Later.AddHours(6) });
        Assert.Equal("already-revoked", Assert.IsType<EffectOutcome.Rejected>(other).Code);
    }

    [Fact]
    public async Task Revocation_WhenAnotherAttemptIsFirst_AnswersAsThatOneDid()
    {
        await using var host = new ConnectorHost(("Ca:Sandbox:RevocationDelay", "00:00:00"));
        var request = await RevocationAsync(host, "www.example.com");
        EffectOutcome? first = null;
        host.Store.BeforeNextCommit = async () => first = await host.SendAsync("ca-revoke", request);

        var second = await host.SendAsync("ca-revoke", request with { Now = Later.AddMinutes(1) });

        Assert.Equal(
            Assert.IsType<EffectOutcome.Succeeded>(first).Result.ToJsonString(), Assert.IsType<EffectOutcome.Succeeded>(second).Result.ToJsonString());
    }

    [Fact]
    public async Task Revocation_WhenDomainSaysSo_FailsIsRefusedOrTakesLong()
    {
        await using var host = new ConnectorHost();

        var down = await RevocationAsync(host, "revoke-down.example.com");
        Assert.IsType<EffectOutcome.Failed>(await host.SendAsync("ca-revoke", down));
        var refused = await RevocationAsync(host, "revoke-refused.example.com");
        Assert.IsType<EffectOutcome.Accepted>(await host.SendAsync("ca-revoke", refused));
        var refusal = await host.SendAsync("ca-revoke", refused with { Now = Later.AddSeconds(10) });
        Assert.Equal("revocation-refused", Assert.IsType<EffectOutcome.Rejected>(refusal).Code);
        var slow = await RevocationAsync(host, "revoke-slow.example.com");
        Assert.Equal(TimeSpan.FromDays(1), Assert.IsType<EffectOutcome.Accepted>(await host.SendAsync("ca-revoke", slow)).LookAgainAfter);
        Assert.IsType<EffectOutcome.Succeeded>(await host.SendAsync("ca-revoke", slow with { Now = Later.AddDays(1) }));
    }

    [Theory]
    [InlineData("reason", "certificateHold", "reason-not-allowed")]
    [InlineData("reason", "KeyCompromise", "reason-not-allowed")]
    [InlineData("serial", "0123", "invalid-payload")]
    [InlineData("chainPem", "no certificate", "invalid-payload")]
    [InlineData("chainPem", "", "invalid-payload")]
    [InlineData("certificateId", null, "invalid-payload")]
    public async Task Revocation_WhenMemberIsWrong_IsRejected(string member, string? value, string code)
    {
        await using var host = new ConnectorHost();
        var request = await RevocationAsync(host, "www.example.com");
        request.Payload[member] = value;

        var outcome = await host.SendAsync("ca-revoke", request with { Now = Later.AddDays(1) });

        Assert.Equal(code, Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
    }

    [Fact]
    public async Task Revocation_WhenAnotherCaIssuedIt_IsRejected()
    {
        await using var host = new ConnectorHost();
        await using var other = new ConnectorHost();
        var request = await RevocationAsync(other, "www.example.com");

        var outcome = await host.SendAsync("ca-revoke", request);

        Assert.Equal("unknown-certificate", Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
    }

    [Fact]
    public async Task Revocation_WhenCertificateHasExpired_IsRejected()
    {
        await using var host = new ConnectorHost();
        var late = Start.AddYears(1).AddSeconds(1);
        var request = await RevocationAsync(host, "www.example.com") with { FirstSentAt = late, Now = late };

        var outcome = await host.SendAsync("ca-revoke", request);

        Assert.Equal("certificate-expired", Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
    }

    [Fact]
    public async Task List_WhenOpenSslReadsIt_IsTheIssuersAndHasWhatWasRevoked()
    {
        await using var host = new ConnectorHost(("Ca:Sandbox:RevocationDelay", "00:00:00"));
        host.Time.SetUtcNow(Later);
        string[] reasons = ["keyCompromise", "superseded", "unspecified", "privilegeWithdrawn"];
        var requests = new List<EffectRequest>();
        foreach (var reason in reasons)
        {
            requests.Add(await RevocationAsync(host, $"{reason}.example.com", reason));
            Assert.IsType<EffectOutcome.Succeeded>(await host.SendAsync("ca-revoke", requests[^1]));
        }

        var kept = await SandboxCaTests.IssueAsync(host, SandboxCaTests.Payload("kept.example.com"), key: "kept");
        var folder = host.ContentRoot;
        await WriteAsync("crl.der", await host.Get<SandboxPublications>().CrlAsync(Token));
        await WriteAsync("chain.pem", (string)kept["chainPem"]!);
        await WriteAsync("root.pem", (await host.Get<SandboxPublications>().RootAsync(Token)).ExportCertificatePem());
        await WriteAsync("issuer.pem", (await host.Get<SandboxPublications>().IssuerAsync(Token)).ExportCertificatePem());
        await WriteAsync("revoked.pem", (string)requests[0].Payload["chainPem"]!);

        var text = await OpenSslAsync(0, "crl", "-inform", "DER", "-in", "crl.der", "-verify", "-CAfile", "issuer.pem", "-text", "-out", "crl.pem");
        Assert.Contains("verify OK", text, StringComparison.Ordinal);
        text = await File.ReadAllTextAsync(Path.Combine(folder, "crl.pem"), Token);
        Assert.All(requests, request => Assert.Contains($"Serial Number: {Serial(request)}", text, StringComparison.Ordinal));
        Assert.DoesNotContain((string)kept["serial"]!, text, StringComparison.Ordinal);
        Assert.Contains("Next Update: Jun  5 02:00:00 2021 GMT", text, StringComparison.Ordinal);
        Assert.All(["Key Compromise", "Superseded", "Privilege Withdrawn"], reason => Assert.Contains(reason, text, StringComparison.Ordinal));
        Assert.DoesNotContain("Unspecified", text, StringComparison.Ordinal);

        var time = Later.AddMinutes(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string[] verify = ["verify", "-crl_check", "-attime", time, "-CRLfile", "crl.pem", "-CAfile", "root.pem", "-untrusted", "issuer.pem"];
        await OpenSslAsync(0, [.. verify, "chain.pem"]);
        Assert.Contains("certificate revoked", await OpenSslAsync(2, [.. verify, "revoked.pem"]), StringComparison.Ordinal);

        Task WriteAsync(string name, object content) => content is byte[] bytes
            ? File.WriteAllBytesAsync(Path.Combine(folder, name), bytes, Token)
            : File.WriteAllTextAsync(Path.Combine(folder, name), (string)content, Token);

        async Task<string> OpenSslAsync(int expected, params string[] arguments)
        {
            var (exitCode, output) = await TlsPrograms.RunAsync("openssl", folder, arguments, Token);
            Assert.True(exitCode == expected, output);
            return output;
        }
    }

    [Fact]
    public async Task Certificate_WhenThePublicAddressIsKnown_SaysWhereTheListIs()
    {
        await using var host = new ConnectorHost(("Ca:Sandbox:PublicAddress", "https://certs.example.com/"));
        await using var silent = new ConnectorHost();

        using var leaf = SandboxCaTests.Chain(await SandboxCaTests.IssueAsync(host, SandboxCaTests.Payload()))[0];
        using var plain = SandboxCaTests.Chain(await SandboxCaTests.IssueAsync(silent, SandboxCaTests.Payload()))[0];

        Assert.Contains("https://certs.example.com/ca/sandbox/crl.der", Extension(leaf, "2.5.29.31"), StringComparison.Ordinal);
        Assert.Contains("https://certs.example.com/ca/sandbox/issuer.der", Extension(leaf, "1.3.6.1.5.5.7.1.1"), StringComparison.Ordinal);
        Assert.DoesNotContain(plain.Extensions, extension => extension.Oid!.Value is "2.5.29.31" or "1.3.6.1.5.5.7.1.1");

        static string Extension(X509Certificate2 certificate, string id) =>
            System.Text.Encoding.Latin1.GetString(certificate.Extensions.Single(extension => extension.Oid!.Value == id).RawData);
    }

    internal static JsonObject Payload(JsonObject issued, string reason = "keyCompromise") => new()
    {
        ["certificateId"] = "c-1",
        ["serial"] = (string?)issued["serial"],
        ["chainPem"] = (string?)issued["chainPem"],
        ["brand"] = "DigiCert",
        ["reason"] = reason,
    };

    private static string Serial(EffectRequest request) => (string)request.Payload["serial"]!;

    private static async Task<EffectRequest> RevocationAsync(ConnectorHost host, string domain, string reason = "keyCompromise")
    {
        var issued = await SandboxCaTests.IssueAsync(host, SandboxCaTests.Payload(domain), key: $"issue {domain}");
        return Request(Payload(issued, reason), $"revoke {domain}") with { FirstSentAt = Later, Now = Later };
    }

    private static async Task<string> ListAsync(ConnectorHost host) =>
        Convert.ToHexString(await host.Get<SandboxPublications>().CrlAsync(Token));
}
