using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using CertWorkflows.TestKit;

namespace CertWorkflows.Server.Tests.Api;

public sealed class ConnectorTests
{
    private static readonly byte[] OldKey = Encoding.UTF8.GetBytes("old-old-old-old-old-old-old-old-");
    private static readonly byte[] NewKey = Encoding.UTF8.GetBytes("new-new-new-new-new-new-new-new-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connectors_ForAnOperator_TellModeRateCircuitAndAttempts()
    {
        await using var host = await ApiHost.StartAsync(
            ("Connectors:Mail:Rate:Calls", "120"), ("Connectors:Ca:Mode", "http"), ("Connectors:Ca:Endpoint", "http://127.0.0.1:1/"), ("Connectors:Ca:Secret", Secret(NewKey)));

        var answer = await (await host.AsAsync("operator")).ReadAsync("connectors");

        Assert.Equal(200, answer.Status);
        var connectors = answer.Body!.AsArray().Select(one => one!).ToDictionary(one => one["name"]!.GetValue<string>());
        Assert.Equal(["ca", "http", "mail", "payments", "sms", "tls-probe"], connectors.Keys);
        Assert.Equal(("http", "closed"), (Text(connectors["ca"], "mode"), Text(connectors["ca"], "circuit")));
        Assert.Equal(["ca-issue", "ca-revoke"], connectors["ca"]["kinds"]!.AsArray().Select(kind => kind!.GetValue<string>()));
        Assert.Equal("none", Text(connectors["payments"], "circuit"));
        Assert.Equal("""{"calls":120,"perSeconds":60,"available":120}""", connectors["mail"]["rate"]!.ToJsonString());
        Assert.Equal(0, connectors["mail"]["postponed"]!.GetValue<int>());
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task CaCallback_WhenSignedWithEitherSecret_IssuesTheCertificateOnce(DatabaseKind database)
    {
        await using var sandbox = await ApiHost.StartAsync();
        var chain = await ChainAsync(sandbox);
        await using var gateway = new ProofServer(_ => Task.FromResult<string?>("""{"status":"accepted","reference":"A-1"}"""));
        await using var host = await ApiHost.StartAsync(
            database,
            ("Connectors:Ca:Mode", "http"),
            ("Connectors:Ca:Endpoint", $"http://127.0.0.1:{gateway.Port}/"),
            ("Connectors:Ca:Secret", Secret(NewKey)),
            ("Connectors:Ca:CallbackSecrets:0", Secret(NewKey)),
            ("Connectors:Ca:CallbackSecrets:1", Secret(OldKey)));
        var (certificate, key) = await AppliedAsync(host);
        var body = new JsonObject { ["idempotencyKey"] = key, ["status"] = "issued", ["chainPem"] = chain }.ToJsonString();

        (await host.Anonymous().SubmitAsync("connectors/ca/callbacks", body)).IsProblem(401, "invalid-signature");
        (await CallAsync(host, RandomNumberGenerator.GetBytes(32), body)).IsProblem(401, "invalid-signature");
        (await CallAsync(host, OldKey, body, ApiHost.Start.AddMinutes(-6))).IsProblem(401, "invalid-signature");
        (await CallAsync(host, OldKey, """{"status":"issued"}""")).IsProblem(400, "invalid-request");
        (await CallAsync(host, OldKey, $$"""{"idempotencyKey":"{{key}}","status":"revoked","revokedAt":"2026-03-02T02:00:00Z"}""")).IsProblem(404, "not-found");
        Assert.Equal("underReview", Text((await ReadAsync(host, certificate)).Body!, "state"));

        Assert.Equal(204, (await CallAsync(host, OldKey, body)).Status);
        Assert.Equal(204, (await CallAsync(host, NewKey, body)).Status); // again: nothing changes
        var issued = await ReadAsync(host, certificate);
        Assert.Equal("issued", Text(issued.Body!, "state"));
        Assert.Single(issued.Body!["history"]!.AsArray(), step => Text(step!, "trigger") == "issue");
    }

    [Fact]
    public async Task Sandbox_ShowsItsCertificatesAndItsListToAnybody()
    {
        await using var host = await ApiHost.StartAsync();
        var anybody = host.Anonymous();

        using var root = X509Certificate2.CreateFromPem(await anybody.GetStringAsync("/ca/sandbox/root.pem", Token));
        using var issuer = X509Certificate2.CreateFromPem(await anybody.GetStringAsync("/ca/sandbox/issuer.pem", Token));
        Assert.Equal(issuer.RawData, await anybody.GetByteArrayAsync("/ca/sandbox/issuer.der", Token));
        Assert.Equal(root.Subject, issuer.Issuer);
        var list = await anybody.GetAsync("/ca/sandbox/crl.der", Token);
        Assert.Equal("application/pkix-crl", list.Content.Headers.ContentType!.MediaType);
        var fromDer = CertificateRevocationListBuilder.Load(await list.Content.ReadAsByteArrayAsync(Token), out var number);
        CertificateRevocationListBuilder.LoadPem(await anybody.GetStringAsync("/ca/sandbox/crl.pem", Token), out var sameNumber);
        Assert.NotNull(fromDer);
        Assert.Equal(ApiHost.Start.ToUnixTimeSeconds(), (long)number);
        Assert.Equal(number, sameNumber);
    }

    [Fact]
    public async Task Sandbox_WhenItIsNotTheCa_ShowsNothing()
    {
        await using var host = await ApiHost.StartAsync(
            ("Connectors:Ca:Mode", "http"), ("Connectors:Ca:Endpoint", "http://127.0.0.1:1/"), ("Connectors:Ca:Secret", Secret(NewKey)));

        Assert.Equal(404, (int)(await host.Anonymous().GetAsync("/ca/sandbox/crl.der", Token)).StatusCode);
    }

    [Fact]
    public async Task AcmeProof_WhenNobodyAskedForIt_IsNotFound()
    {
        await using var host = await ApiHost.StartAsync();

        Assert.Equal(404, (int)(await host.Anonymous().GetAsync("/.well-known/acme-challenge/some-token", Token)).StatusCode);
    }

    [Fact]
    public async Task Acme_WhenThisServerShowsTheProof_IssuesACertificate()
    {
        ApiHost? running = null;
        await using var front = new ProofServer(async path =>
        {
            var shown = await running!.Anonymous().GetAsync(path, CancellationToken.None);
            return shown.IsSuccessStatusCode ? await shown.Content.ReadAsStringAsync(CancellationToken.None) : null;
        });
        await using var pebble = await Pebble.StartAsync(front.Port, wantsExternalAccount: false, Token);
        var keys = Directory.CreateTempSubdirectory("acme-keys-").FullName;
        await using var host = await ApiHost.StartAsync(
            ("Connectors:Ca:Mode", "acme"),
            ("Connectors:Ca:Acme:Directory", pebble.Directory),
            ("Connectors:Ca:Acme:TermsOfServiceAgreed", "true"),
            ("Connectors:Ca:Acme:TrustedRootsFile", pebble.RootsFile),
            ("Connectors:Ca:Acme:KeyFolder", keys));
        running = host;

        var (certificate, _) = await AppliedAsync(host);
        var clock = await host.AsAsync("operator");
        var issued = await Eventually.ValueAsync(
            async () =>
            {
                await clock.SubmitAsync("clock/advance", """{"by":"PT5S"}""");
                return await ReadAsync(host, certificate);
            },
            answer => Text(answer.Body!, "state") == "issued",
            "the CA issued it",
            Token,
            TimeSpan.FromSeconds(60));

        Assert.Equal("issued", Text(issued.Body!, "state"));
        Directory.Delete(keys, recursive: true);
    }

    private static async Task<(string Certificate, string Key)> AppliedAsync(ApiHost host)
    {
        var caller = await host.AsAsync("caller");
        var order = await caller.SubmitAsync("orders", Bodies.Order("c-ca"));
        var certificate = Text(order.Body!["certificates"]![0]!, "id");
        var applied = await caller.SubmitAsync($"certificates/{certificate}/application", """{"domains":["www.example.com"]}""");
        Assert.Equal(201, applied.Status);
        var operators = await host.AsAsync("operator");
        Assert.Equal(200, (await operators.SubmitAsync("clock/advance", """{"by":"PT1S"}""")).Status);
        var effects = await Eventually.ValueAsync(
            () => operators.ReadAsync("effects?state=awaitingResult"),
            answer => answer.Body!["items"]!.AsArray() is [{ } sent] && Text(sent, "state") == "awaitingResult",
            "the CA has accepted the application",
            Token);
        return (certificate, Text(effects.Body!["items"]![0]!, "idempotencyKey"));
    }

    private static async Task<string> ChainAsync(ApiHost sandbox)
    {
        var (certificate, _) = await AppliedAsync(sandbox);
        await (await sandbox.AsAsync("operator")).SubmitAsync("clock/advance", """{"by":"PT1H"}""");
        return await (await sandbox.AsAsync("caller")).GetStringAsync($"/api/v1/certificates/{certificate}/pem", Token);
    }

    private static async Task<Answer> ReadAsync(ApiHost host, string certificate) =>
        await (await host.AsAsync("caller")).ReadAsync($"certificates/{certificate}");

    private static Task<Answer> CallAsync(ApiHost host, byte[] key, string body, DateTimeOffset? at = null)
    {
        var stamp = (at ?? ApiHost.Start).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"msg_1.{stamp}.{body}"));
        return host.Anonymous().SubmitAsync(
            "connectors/ca/callbacks",
            body,
            ("webhook-id", "msg_1"),
            ("webhook-timestamp", stamp),
            ("webhook-signature", $"v1,{Convert.ToBase64String(signature)}"));
    }

    private static string Secret(byte[] key) => $"whsec_{Convert.ToBase64String(key)}";

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();
}
