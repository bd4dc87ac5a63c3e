using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.TestKit;
using static CertWorkflows.Infrastructure.Tests.Connectors.ConnectorHost;

namespace CertWorkflows.Infrastructure.Tests.Connectors.Ca;

public sealed class SandboxCaTests
{
    [Fact]
    public async Task Application_WhenUnderReview_IsAcceptedUntilTheDelayIsOver()
    {
        await using var host = new ConnectorHost();
        var request = Request(Payload());

        var first = Assert.IsType<EffectOutcome.Accepted>(await host.SendAsync("ca-issue", request));
        var later = Assert.IsType<EffectOutcome.Accepted>(await host.SendAsync("ca-issue", request with { Now = Start.AddSeconds(9) }));

        Assert.Equal(TimeSpan.FromSeconds(10), first.LookAgainAfter);
        Assert.Equal(first with { LookAgainAfter = TimeSpan.FromSeconds(1) }, later);
        Assert.IsType<EffectOutcome.Succeeded>(await host.SendAsync("ca-issue", request with { Now = Start.AddSeconds(10) }));
    }

    [Theory]
    [InlineData("OV", 60)]
    [InlineData("EV", 90)]
    public async Task Application_WhenCompanyIsChecked_IsReviewedForItsOwnDelay(string validation, int seconds)
    {
        await using var host = new ConnectorHost(("Ca:Sandbox:ReviewDelay:Ev", "00:01:30"));

        var outcome = await host.SendAsync("ca-issue", Request(Payload(validation: validation)));

        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.IsType<EffectOutcome.Accepted>(outcome).LookAgainAfter);
    }

    [Fact]
    public async Task Certificate_WhenIssued_IsShapedAsABrowserWantsIt()
    {
        await using var host = new ConnectorHost();

        var result = await IssueAsync(host, Payload("www.example.com", "证书.example"));

        using var leaf = Chain(result)[0];
        var names = Extension<X509SubjectAlternativeNameExtension>(leaf);
        Assert.Equal(["www.example.com", "xn--1jqs90m.example"], names.EnumerateDnsNames());
        Assert.Equal("CN=www.example.com", leaf.Subject);
        Assert.Equal("1.3.6.1.5.5.7.3.1", Assert.Single(Extension<X509EnhancedKeyUsageExtension>(leaf).EnhancedKeyUsages.Cast<Oid>()).Value);
        Assert.Equal(X509KeyUsageFlags.DigitalSignature, Extension<X509KeyUsageExtension>(leaf).KeyUsages);
        Assert.False(Extension<X509BasicConstraintsExtension>(leaf).CertificateAuthority);
        using var issuer = Chain(result)[1];
        Assert.Equal(
            Extension<X509SubjectKeyIdentifierExtension>(issuer).SubjectKeyIdentifierBytes.ToArray(),
            Extension<X509AuthorityKeyIdentifierExtension>(leaf).KeyIdentifier!.Value.ToArray());
        Assert.Equal(leaf.SerialNumber, (string?)result["serial"]);
    }

    [Fact]
    public async Task Certificate_WhenIssued_IsValidFromNowForItsTerm()
    {
        await using var host = new ConnectorHost();

        var result = await IssueAsync(host, Payload(termYears: 2), new DateTimeOffset(2024, 2, 29, 8, 0, 0, 500, TimeSpan.Zero));

        using var leaf = Chain(result)[0];
        Assert.Equal("\"2024-02-29T08:00:00Z\"", result["issuedAt"]!.ToJsonString());
        Assert.Equal("\"2026-02-28T08:00:00Z\"", result["expiresAt"]!.ToJsonString());
        Assert.Equal(new DateTime(2024, 2, 29, 8, 0, 0, DateTimeKind.Utc), leaf.NotBefore.ToUniversalTime());
        Assert.Equal(new DateTime(2026, 2, 28, 8, 0, 0, DateTimeKind.Utc), leaf.NotAfter.ToUniversalTime());
    }

    [Theory]
    [InlineData("DV", "CN=www.example.com")]
    [InlineData("OV", "CN=www.example.com, O=\"Shop & Söhne, GmbH\"")]
    [InlineData("EV", "CN=www.example.com, O=\"Shop & Söhne, GmbH\"")]
    public async Task Certificate_WhenCompanyWasChecked_NamesIt(string validation, string subject)
    {
        await using var host = new ConnectorHost();

        using var leaf = Chain(await IssueAsync(host, Payload(validation: validation, company: "Shop & Söhne, GmbH")))[0];

        Assert.Equal(subject, leaf.Subject);
    }

    [Theory]
    [InlineData(2001)]
    [InlineData(2021)]
    [InlineData(2089)]
    public async Task Chain_WhateverTheClockSays_LeadsToTheRoot(int year)
    {
        await using var host = new ConnectorHost();
        var now = new DateTimeOffset(year, 6, 1, 0, 0, 0, TimeSpan.Zero);

        var certificates = Chain(await IssueAsync(host, Payload(), now));

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(certificates[2]);
        chain.ChainPolicy.ExtraStore.Add(certificates[1]);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = now.AddMonths(1).UtcDateTime;
        Assert.True(chain.Build(certificates[0]), string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation)));
        Assert.Equal(3, chain.ChainElements.Count);
    }

    [Fact]
    public async Task Chain_WhenOpenSslVerifiesIt_IsOk()
    {
        await using var host = new ConnectorHost();
        var certificates = Chain(await IssueAsync(host, Payload(validation: "EV")));
        string[] files = ["leaf.pem", "intermediate.pem", "root.pem"];
        foreach (var (certificate, file) in certificates.Zip(files))
        {
            await File.WriteAllTextAsync(
                Path.Combine(host.ContentRoot, file), certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        }

        var time = Start.AddDays(30).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var (exitCode, output) = await TlsPrograms.RunAsync(
            "openssl",
            host.ContentRoot,
            ["verify", "-x509_strict", "-purpose", "sslserver", "-attime", time, "-CAfile", "root.pem", "-untrusted", "intermediate.pem", "leaf.pem"],
            TestContext.Current.CancellationToken);

        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [Trait("Rule", "RN-3")]
    [InlineData("2021-05-01T00:00:00+08:00", "2022-05-01T10:00:00+08:00")] // the rule's own example, six days
    [InlineData("2021-04-25T23:59:59+08:00", "2022-04-25T10:00:00+08:00")] // later on the same day: none
    [InlineData("2021-04-25T16:00:00Z", "2022-04-26T10:00:00+08:00")] // the day begins in the business zone, not in UTC
    [InlineData("2021-04-01T00:00:00+08:00", "2022-04-25T10:00:00+08:00")] // expired before: none
    public async Task Renewal_CarriesTheUnusedDaysOver(string oldExpiry, string newExpiry)
    {
        await using var host = new ConnectorHost();
        var payload = Payload();
        payload["carryFrom"] = oldExpiry;

        var result = await IssueAsync(host, payload);

        Assert.Equal(DateTimeOffset.Parse(newExpiry, CultureInfo.InvariantCulture), (DateTimeOffset)result["expiresAt"]!);
        Assert.Equal(0, (int)result["bonusDays"]!);
        using var leaf = Chain(result)[0];
        Assert.Equal((DateTimeOffset)result["expiresAt"]!, new DateTimeOffset(leaf.NotAfter));
    }

    [Theory]
    [Trait("Rule", "RN-7")]
    [InlineData("DigiCert", true, 20)]
    [InlineData("geotrust", true, 20)]
    [InlineData("GlobalSign", true, 0)]
    [InlineData("DigiCert", false, 0)]
    public async Task Renewal_WhenTheCaGivesDays_ReportsAndAddsThem(string brand, bool isRenewal, int bonusDays)
    {
        await using var host = new ConnectorHost(("Ca:Sandbox:BonusDays", "20"));
        var payload = Payload();
        payload["brand"] = brand;
        payload["carryFrom"] = isRenewal ? "2021-05-01T00:00:00+08:00" : null;

        var result = await IssueAsync(host, payload);

        Assert.Equal(bonusDays, (int)result["bonusDays"]!);
        Assert.Equal(Start.AddYears(1).AddDays((isRenewal ? 6 : 0) + bonusDays), (DateTimeOffset)result["expiresAt"]!);
    }

    [Fact]
    public async Task Renewal_WhenItWouldCarryYears_IsRejected()
    {
        await using var host = new ConnectorHost();
        var payload = Payload();
        payload["carryFrom"] = "2023-05-01T00:00:00+08:00";

        var outcome = await host.SendAsync("ca-issue", Request(payload) with { Now = Start.AddMinutes(1) });

        Assert.Contains("736 days", Assert.IsType<EffectOutcome.Rejected>(outcome).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OV", "2021-04-27T02:00:00Z")]
    [InlineData("EV", "2021-05-06T02:00:00Z")] // over the holidays of May, which begin on 1 May
    public async Task Review_InBusinessDays_FollowsTheCalendar(string validation, string until)
    {
        await using var host = new ConnectorHost(("Ca:Sandbox:ReviewBusinessDays:Ov", "2"), ("Ca:Sandbox:ReviewBusinessDays:Ev", "6"));

        var outcome = await host.SendAsync("ca-issue", Request(Payload(validation: validation)));

        var reviewed = Start + Assert.IsType<EffectOutcome.Accepted>(outcome).LookAgainAfter;
        Assert.Equal(DateTimeOffset.Parse(until, CultureInfo.InvariantCulture), reviewed);
    }

    [Fact]
    public async Task Certificate_WhenRepeated_HasTheSameSerial()
    {
        await using var host = new ConnectorHost();

        var first = await IssueAsync(host, Payload());
        var second = await IssueAsync(host, Payload());
        var other = await IssueAsync(host, Payload(), key: "another");

        Assert.Equal((string?)first["serial"], (string?)second["serial"]);
        Assert.NotEqual((string?)first["serial"], (string?)other["serial"]);
    }

    [Fact]
    public async Task Authority_WhenAnotherNodeMakesItJustBefore_IsTheOthers()
    {
        await using var host = new ConnectorHost();
        JsonObject? others = null;
        host.Store.BeforeNextCommit = async () => others = await IssueAsync(host, Payload(), key: "other");

        var ours = await IssueAsync(host, Payload());

        Assert.Equal(Chain(others!)[2].Thumbprint, Chain(ours)[2].Thumbprint);
        Assert.Equal(Chain(others!)[1].Thumbprint, Chain(ours)[1].Thumbprint);
    }

    [Fact]
    public async Task Csr_WhenGiven_LendsItsKeyOnly()
    {
        await using var host = new ConnectorHost();
        using var key = RSA.Create(2048);

        var result = await IssueAsync(host, Payload("www.example.com", "example.com", Csr(key, "example.com")));

        using var leaf = Chain(result)[0];
        Assert.Equal(key.ExportSubjectPublicKeyInfo(), leaf.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.Equal(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment,
            Extension<X509KeyUsageExtension>(leaf).KeyUsages);
        Assert.Equal("CN=www.example.com", leaf.Subject);
    }

    [Fact]
    public async Task Csr_WhenItNamesSomethingElse_IsRejected()
    {
        using var key = RSA.Create(2048);

        await AssertRejectedAsync("csr-names-differ", Payload("www.example.com", csr: Csr(key, "www.example.com", "evil.example")));
        await AssertRejectedAsync("csr-names-differ", Payload("www.example.com", csr: Csr(key, "evil.example", "www.example.com")));
    }

    [Fact]
    public async Task Csr_WhenKeyIsWeak_IsRejected()
    {
        using var key = RSA.Create(1024);

        await AssertRejectedAsync("csr-weak-key", Payload(csr: Csr(key, "www.example.com")));
    }

    [Fact]
    public async Task Csr_WhenSignatureIsNotItsKeys_IsRejected()
    {
        using var key = RSA.Create(2048);
        var pem = Csr(key, "www.example.com");
        var bytes = Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
        bytes[^1] ^= 1;

        await AssertRejectedAsync("csr-invalid", Payload(csr: PemEncoding.WriteString("CERTIFICATE REQUEST", bytes)));
    }

    [Theory]
    [InlineData("not a CSR")]
    [InlineData("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----")]
    public async Task Csr_WhenUnreadable_IsRejected(string csr) =>
        await AssertRejectedAsync("csr-invalid", Payload(csr: csr));

    [Fact]
    public async Task Review_WhenDomainSaysRejected_FailsAtItsEnd()
    {
        await using var host = new ConnectorHost();
        var request = Request(Payload("rejected.example.com"));

        Assert.IsType<EffectOutcome.Accepted>(await host.SendAsync("ca-issue", request));
        var outcome = await host.SendAsync("ca-issue", request with { Now = Start.AddMinutes(1) });

        Assert.Equal("review-failed", Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
    }

    [Fact]
    public async Task Application_WhenCaIsDown_Fails()
    {
        await using var host = new ConnectorHost();

        Assert.IsType<EffectOutcome.Failed>(await host.SendAsync("ca-issue", Request(Payload("ca-down.example.com"))));
    }

    [Theory]
    [InlineData("www.example.com/path")]
    [InlineData("localhost")]
    [InlineData("-a.example.com")]
    [InlineData("a..example.com")]
    [InlineData("w*.example.com")]
    [InlineData("")]
    public async Task Application_WhenDomainIsNone_IsRejected(string domain) =>
        await AssertRejectedAsync("invalid-domain", Payload(domain));

    [Fact]
    public async Task Application_WhenCompanyIsMissingForOv_IsRejected() =>
        await AssertRejectedAsync("company-required", Payload(validation: "OV", company: null));

    [Fact]
    public async Task Application_WhenWildcardWasNotOrdered_IsRejected() =>
        await AssertRejectedAsync("wildcard-not-ordered", Payload("*.example.com"));

    [Fact]
    public async Task Certificate_WhenWildcardOrAddress_CarriesThem()
    {
        await using var host = new ConnectorHost();
        var payload = Payload("*.example.com", "203.0.113.7");
        payload["wildcard"] = true;

        using var leaf = Chain(await IssueAsync(host, payload))[0];

        var names = Extension<X509SubjectAlternativeNameExtension>(leaf);
        Assert.Equal(["*.example.com"], names.EnumerateDnsNames());
        Assert.Equal("203.0.113.7", Assert.Single(names.EnumerateIPAddresses()).ToString());
    }

    [Theory]
    [InlineData("validation", "\"XV\"")]
    [InlineData("termYears", "0")]
    [InlineData("termYears", "11")]
    [InlineData("domains", "[]")]
    [InlineData("domains", "null")]
    [InlineData("domains", "\"www.example.com\"")]
    public async Task Application_WhenMemberIsWrong_IsRejected(string member, string value)
    {
        var payload = Payload();
        payload[member] = JsonNode.Parse(value);

        await AssertRejectedAsync("invalid-payload", payload);
    }

    [Fact]
    public async Task Application_WhenTheClockIsOutsideTheCasLife_IsRejected()
    {
        await using var host = new ConnectorHost();
        var now = new DateTimeOffset(2099, 6, 1, 0, 0, 0, TimeSpan.Zero);

        var outcome = await host.SendAsync("ca-issue", Request(Payload()) with { Now = now });

        Assert.Equal("outside-ca-validity", Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
    }

    private static async Task AssertRejectedAsync(string code, JsonObject payload)
    {
        await using var host = new ConnectorHost();
        var outcome = await host.SendAsync("ca-issue", Request(payload));
        Assert.Equal(code, Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
    }

    internal static JsonObject Payload(
        string domain = "www.example.com",
        string? secondDomain = null,
        string? csr = null,
        string validation = "DV",
        string? company = "Shop GmbH",
        int termYears = 1) => new()
        {
            ["certificateId"] = "c-1",
            ["domains"] = new JsonArray([.. new[] { domain, secondDomain }.OfType<string>().Select(name => JsonValue.Create(name))]),
            ["company"] = company,
            ["brand"] = "DigiCert",
            ["validation"] = validation,
            ["wildcard"] = false,
            ["termYears"] = termYears,
            ["csr"] = csr,
        };

    internal static async Task<JsonObject> IssueAsync(
        ConnectorHost host, JsonObject payload, DateTimeOffset? now = null, string key = "instance-1:ca-1")
    {
        var at = now ?? Start;
        var request = Request(payload, key) with { FirstSentAt = at.AddHours(-1), Now = at };
        var issued = Assert.IsType<EffectOutcome.Succeeded>(await host.SendAsync("ca-issue", request));
        // As it is stored.
        return JsonNode.Parse(issued.Result.ToJsonString())!.AsObject();
    }

    internal static X509Certificate2Collection Chain(JsonObject result)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem((string?)result["chainPem"]);
        return chain;
    }

    private static T Extension<T>(X509Certificate2 certificate)
        where T : X509Extension => Assert.Single(certificate.Extensions.OfType<T>());

    internal static string Csr(RSA key, string commonName, params string[] names)
    {
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (names.Length > 0)
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            Array.ForEach(names, alternatives.AddDnsName);
            request.CertificateExtensions.Add(alternatives.Build());
        }

        return request.CreateSigningRequestPem();
    }
}
