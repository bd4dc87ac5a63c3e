using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using static CertWorkflows.Infrastructure.Tests.Connectors.ConnectorHost;

namespace CertWorkflows.Infrastructure.Tests.Connectors.Payments;

public sealed class HttpPaymentsTests
{
    private const string Paid = """{"status":"paid","paymentReference":"P-1","paidAt":"2021-04-25T10:00:01+08:00"}""";
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("0123456789abcdef0123456789abcdef");

    private static RecordingGateway.Answer PaidAnswer => new(200, Paid);

    [Fact]
    public async Task Payment_WhenGatewayPays_AnswersItsReferenceAndTime()
    {
        var (call, outcome) = await SendOnceAsync(PaidAnswer);

        var result = Assert.IsType<EffectOutcome.Succeeded>(outcome).Result;
        Assert.Equal("P-1", (string?)result["paymentReference"]);
        Assert.Equal("\"2021-04-25T02:00:01Z\"", result["paidAt"]!.ToJsonString());
        Assert.Equal("POST", call.Method);
        Assert.Equal("/v2/payouts", call.Path);
        Assert.True(JsonNode.DeepEquals(SandboxPaymentsTests.Payload(), JsonNode.Parse(call.Body)), call.Text);
    }

    [Fact]
    public async Task Payment_WhenSent_IsSignedOverTimestampAndBody()
    {
        var (call, _) = await SendOnceAsync(PaidAnswer);

        var timestamp = call.Headers["CertWorkflows-Timestamp"]!;
        Assert.Equal(Start.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), timestamp);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{timestamp}."), .. call.Body];
        var signature = HMACSHA256.HashData(Key, signed);
        Assert.Equal($"v1,{Convert.ToBase64String(signature)}", call.Headers["CertWorkflows-Signature"]);
    }

    [Fact]
    public async Task Payment_WhenGatewayFailsTwice_RetriesWithTheSameKeyAndBody()
    {
        await using var gateway = new RecordingGateway(call => call.Number <= 2 ? new(503) : PaidAnswer);
        await using var host = Host(gateway);

        Assert.IsType<EffectOutcome.Succeeded>(await host.SendAsync("payment", Request(SandboxPaymentsTests.Payload())));

        Assert.Equal(3, gateway.Calls.Count);
        Assert.Equal(["instance-1:pay-1"], gateway.Calls.Select(call => call.Headers["Idempotency-Key"]).Distinct());
        Assert.Single(gateway.Calls.Select(call => call.Text).Distinct());
    }

    [Fact]
    public async Task Payment_WhenGatewayKeepsFailing_FailsAfterTheBoundedRetries()
    {
        await using var gateway = new RecordingGateway(_ => new(500));
        await using var host = Host(gateway);

        Assert.IsType<EffectOutcome.Failed>(await host.SendAsync("payment", Request(SandboxPaymentsTests.Payload())));

        Assert.Equal(3, gateway.Calls.Count);
    }

    [Fact]
    public async Task Payment_WhenGatewayNamesATimeToComeBack_IsNotRetriedWithinTheAttempt()
    {
        await using var gateway = new RecordingGateway(_ => new(503, "{}", new() { ["Retry-After"] = "30" }));
        await using var host = Host(gateway);

        Assert.IsType<EffectOutcome.Failed>(await host.SendAsync("payment", Request(SandboxPaymentsTests.Payload())));

        Assert.Single(gateway.Calls);
    }

    [Fact]
    public async Task Payment_WhenGatewayNeverAnswers_FailsInTime()
    {
        await using var gateway = new RecordingGateway(_ => null);
        await using var host = Host(gateway, ("Payments:Http:Timeout", "00:00:00.600"), ("Payments:Http:MaxRetries", "1"));

        var outcome = await host.SendAsync("payment", Request(SandboxPaymentsTests.Payload()));

        Assert.Contains("in time", Assert.IsType<EffectOutcome.Failed>(outcome).Message, StringComparison.Ordinal);
        Assert.Equal(2, gateway.Calls.Count);
    }

    [Fact]
    public async Task Payment_WhenNobodyListens_Fails()
    {
        var gateway = new RecordingGateway(_ => null);
        await gateway.DisposeAsync();
        await using var host = Host(gateway);

        Assert.IsType<EffectOutcome.Failed>(await host.SendAsync("payment", Request(SandboxPaymentsTests.Payload())));
    }

    [Fact]
    public async Task Payment_WhenTheCallerGivesUp_IsCancelledRatherThanFailed()
    {
        using var given = new CancellationTokenSource();
        await using var gateway = new RecordingGateway(_ =>
        {
            given.Cancel();
            return null;
        });
        await using var host = Host(gateway);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => host.Handler("payment").SendAsync(Request(SandboxPaymentsTests.Payload()), given.Token));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(422)]
    public async Task Payment_WhenRefusedFor4xx_IsRejectedWithItsCode(int status)
    {
        var (_, outcome) = await SendOnceAsync(new(status, """{"code":"account-closed","message":"No such account."}"""));

        Assert.Equal(new EffectOutcome.Rejected("account-closed", "No such account."), outcome);
    }

    [Fact]
    public async Task Payment_WhenRefusedWithoutACode_IsRejectedWithTheStatus()
    {
        var (_, outcome) = await SendOnceAsync(new(422, "<html>"));

        Assert.Equal("http-422", Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(501)]
    public async Task Payment_WhenStatusMayPass_Fails(int status)
    {
        await using var gateway = new RecordingGateway(_ => new(status, "{}", new() { ["Location"] = "http://127.0.0.1:1/" }));
        await using var host = Host(gateway);

        Assert.IsType<EffectOutcome.Failed>(await host.SendAsync("payment", Request(SandboxPaymentsTests.Payload())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"status":7}""")]
    [InlineData("""{"status":"queued"}""")]
    [InlineData("""{"status":"paid"}""")]
    [InlineData("""{"status":"paid","status":"failed","paymentReference":"P-1"}""")]
    public async Task Payment_WhenSuccessIsUnreadable_FailsInsteadOfGuessing(string body)
    {
        var (_, outcome) = await SendOnceAsync(new(200, body));

        Assert.IsType<EffectOutcome.Failed>(outcome);
    }

    [Fact]
    public async Task Payment_WhenAnswerIsTooLarge_Fails()
    {
        await using var gateway = new RecordingGateway(
            _ => new(200, $$"""{"status":"paid","paymentReference":"{{new string('x', 5000)}}"}"""));
        await using var host = Host(gateway, ("Payments:Http:MaxResponseBytes", "1024"));

        var outcome = await host.SendAsync("payment", Request(SandboxPaymentsTests.Payload()));

        Assert.Contains("1024 bytes", Assert.IsType<EffectOutcome.Failed>(outcome).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Payment_WhenAccepted_WaitsForACallbackOrTheNextLook()
    {
        var (_, outcome) = await SendOnceAsync(new(202, """{"status":"accepted","paymentReference":"P-9"}"""));

        Assert.Equal(new EffectOutcome.Accepted("P-9", TimeSpan.FromMinutes(1)), outcome);
    }

    [Fact]
    public async Task Payment_WhenAcceptedWithATimeAndNoReference_LooksAgainThenUnderTheKey()
    {
        var (_, outcome) = await SendOnceAsync(
            new(202, """{"status":"accepted"}""", new() { ["Retry-After"] = "7" }));

        Assert.Equal(new EffectOutcome.Accepted("instance-1:pay-1", TimeSpan.FromSeconds(7)), outcome);
    }

    [Fact]
    public async Task Look_WhenPaidMeanwhile_Succeeds()
    {
        var (call, outcome) = await SendOnceAsync(PaidAnswer, reference: "P-1");

        Assert.IsType<EffectOutcome.Succeeded>(outcome);
        Assert.Equal("GET", call.Method);
        Assert.Equal("/v2/payouts/instance-1%3Apay-1", call.Path);
        Assert.NotNull(call.Headers["CertWorkflows-Signature"]);
    }

    [Fact]
    public async Task Look_WhenStillAccepted_KeepsTheReference()
    {
        var (_, outcome) = await SendOnceAsync(new(200, """{"status":"accepted"}"""), reference: "P-1");

        Assert.Equal(new EffectOutcome.Accepted("P-1", TimeSpan.FromMinutes(1)), outcome);
    }

    [Fact]
    public async Task Look_WhenFailedMeanwhile_IsRejected()
    {
        var (_, outcome) = await SendOnceAsync(
            new(200, """{"status":"failed","code":"account-frozen","message":"Frozen."}"""), reference: "P-1");

        Assert.Equal(new EffectOutcome.Rejected("account-frozen", "Frozen."), outcome);
    }

    [Fact]
    public async Task Look_WhenGatewayForgotIt_PostsAgainUnderTheSameKey()
    {
        await using var gateway = new RecordingGateway(call => call.Method == "GET" ? new(404) : PaidAnswer);
        await using var host = Host(gateway);

        var outcome = await host.SendAsync(
            "payment", Request(SandboxPaymentsTests.Payload()) with { ExternalReference = "P-1" });

        Assert.IsType<EffectOutcome.Succeeded>(outcome);
        Assert.Equal(["GET", "POST"], gateway.Calls.Select(call => call.Method));
    }

    [Fact]
    public async Task Payment_WhenSecretsAreUsed_LogsNone()
    {
        await using var gateway = new RecordingGateway(_ => PaidAnswer);
        await using var host = Host(gateway);

        await host.SendAsync("payment", Request(SandboxPaymentsTests.Payload()));

        Assert.NotEmpty(host.Log.Lines);
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("v1,", StringComparison.Ordinal));
    }

    private static async Task<(RecordingGateway.Call Call, EffectOutcome Outcome)> SendOnceAsync(
        RecordingGateway.Answer answer, string? reference = null)
    {
        await using var gateway = new RecordingGateway(_ => answer);
        await using var host = Host(gateway);
        var outcome = await host.SendAsync(
            "payment", Request(SandboxPaymentsTests.Payload()) with { ExternalReference = reference });
        return (Assert.Single(gateway.Calls), outcome);
    }

    private static ConnectorHost Host(RecordingGateway gateway, params (string Key, string Value)[] settings) => new(
    [
        ("Payments:Mode", "http"),
        ("Payments:Endpoint", $"{gateway.Address}/v2/"),
        ("Payments:Secret", $"whsec_{Convert.ToBase64String(Key)}"),
        ("Payments:Http:RetryDelay", "00:00:00.001"),
        .. settings,
    ]);
}
