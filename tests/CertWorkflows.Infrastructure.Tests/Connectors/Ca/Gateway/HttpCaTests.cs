using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Infrastructure.Connectors.Ca.Gateway;
using static CertWorkflows.Infrastructure.Tests.Connectors.ConnectorHost;

namespace CertWorkflows.Infrastructure.Tests.Connectors.Ca.Gateway;

public sealed class HttpCaTests
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("0123456789abcdef0123456789abcdef");

    [Fact]
    public async Task Application_WhenIssuedAtOnce_TakesWhatTheCertificateSays()
    {
        var issued = await IssuedAsync();
        var answer = new JsonObject { ["status"] = "issued", ["chainPem"] = (string?)issued["chainPem"], ["serial"] = "of no interest", ["bonusDays"] = 12 };
        var payload = SandboxCaTests.Payload("WWW.example.com");
        payload["carryFrom"] = "2021-05-01T00:00:00+08:00";

        var (call, outcome) = await SendOnceAsync("ca-issue", payload, new(200, answer.ToJsonString()));

        issued["bonusDays"] = 12;
        Assert.Equal(issued.ToJsonString(), Assert.IsType<EffectOutcome.Succeeded>(outcome).Result.ToJsonString());
        Assert.Equal(("POST", "/v1/certificates", "instance-1:pay-1"), (call.Method, call.Path, call.Headers["Idempotency-Key"]));
        var sent = JsonNode.Parse(call.Body)!;
        Assert.Equal("www.example.com", (string?)sent["domains"]![0]);
        Assert.Equal(new DateTimeOffset(2021, 4, 30, 16, 0, 0, TimeSpan.Zero), (DateTimeOffset)sent["carryFrom"]!);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{call.Headers["CertWorkflows-Timestamp"]}."), .. call.Body];
        Assert.Equal($"v1,{Convert.ToBase64String(HMACSHA256.HashData(Key, signed))}", call.Headers["CertWorkflows-Signature"]);
    }

    [Fact]
    public async Task Application_WhenAccepted_IsLookedUpUnderItsKey()
    {
        var issued = await IssuedAsync();
        await using var gateway = new RecordingGateway(call => call.Method == "POST"
            ? new(202, """{"status":"accepted","reference":"A-1"}""", new() { ["Retry-After"] = "90" })
            : new(200, new JsonObject { ["status"] = "issued", ["chainPem"] = (string?)issued["chainPem"], ["issuedAt"] = "2021-04-25T02:30:00Z" }.ToJsonString()));
        await using var host = Host(gateway);
        var request = Request(SandboxCaTests.Payload());

        var accepted = Assert.IsType<EffectOutcome.Accepted>(await host.SendAsync("ca-issue", request));
        var done = await host.SendAsync("ca-issue", request with { ExternalReference = accepted.ExternalReference });

        Assert.Equal(new EffectOutcome.Accepted("A-1", TimeSpan.FromSeconds(90)), accepted);
        Assert.Equal("\"2021-04-25T02:30:00Z\"", Assert.IsType<EffectOutcome.Succeeded>(done).Result["issuedAt"]!.ToJsonString());
        Assert.Equal(["POST /v1/certificates", "GET /v1/certificates/instance-1%3Apay-1"], gateway.Calls.Select(call => $"{call.Method} {call.Path}"));
    }

    [Fact]
    public async Task Revocation_WhenDone_AnswersItsTime()
    {
        var payload = SandboxRevocationTests.Payload(await IssuedAsync());

        var (call, outcome) = await SendOnceAsync("ca-revoke", payload, new(200, """{"status":"revoked","revokedAt":"2021-04-25T10:00:00+08:00"}"""));

        Assert.Equal("""{"revokedAt":"2021-04-25T02:00:00Z"}""", Assert.IsType<EffectOutcome.Succeeded>(outcome).Result.ToJsonString());
        Assert.Equal("/v1/revocations", call.Path);
        Assert.True(JsonNode.DeepEquals(payload, JsonNode.Parse(call.Body)), call.Text);
    }

    [Theory]
    [InlineData("ca-issue", 200, """{"status":"failed","code":"caa","message":"CAA forbids it."}""", "caa")]
    [InlineData("ca-revoke", 200, """{"status":"failed"}""", "ca-refused")]
    [InlineData("ca-issue", 422, """{"code":"blocked","message":"Blocked."}""", "blocked")]
    public async Task Request_WhenTheCaRefuses_IsRejected(string kind, int status, string body, string code)
    {
        var payload = kind == "ca-issue" ? SandboxCaTests.Payload() : SandboxRevocationTests.Payload(await IssuedAsync());

        var (_, outcome) = await SendOnceAsync(kind, payload, new(status, body));

        Assert.Equal(code, Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
    }

    [Theory]
    [InlineData("ca-issue", """{"status":"issued"}""", "chainPem")]
    [InlineData("ca-issue", """{"status":"issued","chainPem":"nonsense"}""", "chainPem")]
    [InlineData("ca-issue", """{"status":"issued","chainPem":"x","bonusDays":32}""", "bonusDays is 32")]
    [InlineData("ca-issue", """{"status":"revoked","revokedAt":"2021-04-25T10:00:00Z"}""", "'revoked'")]
    [InlineData("ca-revoke", """{"status":"revoked"}""", "revokedAt")]
    [InlineData("ca-revoke", """{"status":"pondering"}""", "'pondering'")]
    [InlineData("ca-revoke", "[]", "''")]
    public async Task Request_WhenTheAnswerSaysTooLittle_FailsSayingWhat(string kind, string body, string said)
    {
        var payload = kind == "ca-issue" ? SandboxCaTests.Payload() : SandboxRevocationTests.Payload(await IssuedAsync());

        var (_, outcome) = await SendOnceAsync(kind, payload, new(200, body));

        Assert.Contains(said, Assert.IsType<EffectOutcome.Failed>(outcome).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Application_WhenNoCaWouldTakeIt_IsNotSent()
    {
        await using var gateway = new RecordingGateway(_ => new(200));
        await using var host = Host(gateway);

        var outcome = await host.SendAsync("ca-issue", Request(SandboxCaTests.Payload("not a name")));

        Assert.Equal("invalid-domain", Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
        Assert.Empty(gateway.Calls);
    }

    [Fact]
    public async Task Callback_WhenIssuedRevokedOrFailed_TellsTheOutcomeAndWhatItCanBeAbout()
    {
        var issued = await IssuedAsync();
        var first = Parse(new JsonObject { ["idempotencyKey"] = "k-1", ["status"] = "issued", ["chainPem"] = (string?)issued["chainPem"] }.ToJsonString());
        var second = Parse("""{"idempotencyKey":"k-2","status":"revoked","revokedAt":"2021-04-25T02:00:00Z","extra":1}""");
        var third = Parse("""{"idempotencyKey":"k-3","status":"failed","code":"caa","message":"No."}""");

        Assert.Equal(issued.ToJsonString(), Assert.IsType<EffectOutcome.Succeeded>(first.Outcome).Result.ToJsonString());
        Assert.Equal(["ca-issue"], first.Kinds);
        Assert.Equal("k-1", first.IdempotencyKey);
        Assert.Equal(["ca-revoke"], second.Kinds);
        Assert.Equal(["ca-issue", "ca-revoke"], third.Kinds);
        Assert.Equal(new EffectOutcome.Rejected("caa", "No."), third.Outcome);
    }

    [Theory]
    [InlineData("[]", "JSON object")]
    [InlineData("""{"status":"issued"}""", "idempotencyKey")]
    [InlineData("""{"idempotencyKey":"k","status":"accepted"}""", "'accepted'")]
    [InlineData("""{"idempotencyKey":"k","status":"issued"}""", "chainPem")]
    [InlineData("""{"idempotencyKey":"k","status":"issued","chainPem":"x","bonusDays":-1}""", "bonusDays")]
    [InlineData("""{"idempotencyKey":"k","status":"revoked"}""", "revokedAt")]
    public void Callback_WhenSomethingIsMissing_IsRefusedSayingWhat(string body, string said)
    {
        Assert.False(CaCallback.TryParse(Encoding.UTF8.GetBytes(body), out _, out var problem));
        Assert.Contains(said, problem, StringComparison.Ordinal);
    }

    private static CaCallback Parse(string body)
    {
        Assert.True(CaCallback.TryParse(Encoding.UTF8.GetBytes(body), out var callback, out var problem), problem);
        return callback;
    }

    private static async Task<JsonObject> IssuedAsync()
    {
        await using var sandbox = new ConnectorHost();
        return await SandboxCaTests.IssueAsync(sandbox, SandboxCaTests.Payload());
    }

    private static async Task<(RecordingGateway.Call Call, EffectOutcome Outcome)> SendOnceAsync(
        string kind, JsonObject payload, RecordingGateway.Answer answer)
    {
        await using var gateway = new RecordingGateway(_ => answer);
        await using var host = Host(gateway);
        var outcome = await host.SendAsync(kind, Request(payload));
        return (Assert.Single(gateway.Calls), outcome);
    }

    private static ConnectorHost Host(RecordingGateway gateway) => new(
        ("Ca:Mode", "http"),
        ("Ca:Endpoint", $"{gateway.Address}/v1/"),
        ("Ca:Secret", $"whsec_{Convert.ToBase64String(Key)}"),
        ("Ca:Http:RetryDelay", "00:00:00.001"));
}
