using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using static CertWorkflows.Infrastructure.Tests.Connectors.ConnectorHost;

namespace CertWorkflows.Infrastructure.Tests.Connectors.Sms;

public sealed class SmsTests
{
    [Fact]
    public async Task Sms_WhenLogged_ShowsTheTextAndAMaskedNumber()
    {
        await using var host = new ConnectorHost();

        var outcome = await host.SendAsync("sms", Request(Payload("+86 138-0013-8000", "Paid.\nSecond line")));

        Assert.IsType<EffectOutcome.Succeeded>(outcome);
        var line = Assert.Single(host.Log.Lines);
        Assert.Contains("+86*********00: Paid. Second line", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12345")]
    [InlineData("1234567890123456")]
    [InlineData("mobile")]
    [InlineData("138001380OO")]
    [InlineData("13800138000\n")]
    [InlineData("")]
    public async Task Sms_WhenNumberIsInvalid_IsRejectedWithoutRepeatingIt(string number)
    {
        await using var host = new ConnectorHost();

        var outcome = await host.SendAsync("sms", Request(Payload(number)));

        var rejected = Assert.IsType<EffectOutcome.Rejected>(outcome);
        Assert.Equal("invalid-number", rejected.Code);
        Assert.True(number.Length == 0 || !rejected.Message.Contains(number, StringComparison.Ordinal));
        Assert.Empty(host.Log.Lines);
    }

    [Fact]
    public async Task Sms_WhenTextIsEmpty_IsRejected()
    {
        await using var host = new ConnectorHost();

        var outcome = await host.SendAsync("sms", Request(Payload(text: "")));

        Assert.Equal("invalid-payload", Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
    }

    [Fact]
    public async Task Sms_WhenGatewayFailsOnce_RetriesWithTheSameKey()
    {
        await using var gateway = new RecordingGateway(
            call => call.Number == 1 ? new(500) : new(201, """{"messageReference":"M-1"}"""));
        await using var host = Host(gateway);

        var outcome = await host.SendAsync("sms", Request(Payload("138 0013 8000")));

        Assert.Equal("M-1", (string?)Assert.IsType<EffectOutcome.Succeeded>(outcome).Result["messageReference"]);
        Assert.Equal(2, gateway.Calls.Count);
        Assert.All(gateway.Calls, call => Assert.Equal("instance-1:pay-1", call.Headers["Idempotency-Key"]));
        Assert.All(gateway.Calls, call => Assert.Equal("Bearer sms-key", call.Headers["Authorization"]));
        Assert.All(gateway.Calls, call => Assert.Equal("""{"to":"13800138000","text":"Paid."}""", call.Text));
    }

    [Fact]
    public async Task Sms_WhenSentThroughAGateway_LogsNeitherNumberNorKeyNorText()
    {
        await using var gateway = new RecordingGateway(_ => new(200));
        await using var host = Host(gateway);

        await host.SendAsync("sms", Request(Payload()));

        Assert.Contains(host.Log.Lines, line => line.Contains("138******00", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.Lines, line =>
            line.Contains("13800138000", StringComparison.Ordinal)
            || line.Contains("sms-key", StringComparison.Ordinal)
            || line.Contains("Paid.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sms_WhenGatewayRefuses_IsRejected()
    {
        await using var gateway = new RecordingGateway(_ => new(422, """{"code":"blocked-number"}"""));
        await using var host = Host(gateway);

        var outcome = await host.SendAsync("sms", Request(Payload()));

        Assert.Equal("blocked-number", Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
    }

    private static JsonObject Payload(string to = "13800138000", string text = "Paid.") => new() { ["to"] = to, ["text"] = text };

    private static ConnectorHost Host(RecordingGateway gateway) => new(
        ("Sms:Mode", "http"),
        ("Sms:Endpoint", $"{gateway.Address}/messages"),
        ("Sms:ApiKey", "sms-key"),
        ("Sms:Http:RetryDelay", "00:00:00.001"));
}
