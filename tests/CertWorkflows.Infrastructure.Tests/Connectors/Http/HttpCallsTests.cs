using System.Net;
using System.Text.Json;
using CertWorkflows.Application.Effects;
using CertWorkflows.Engine.Execution;
using Microsoft.Extensions.Options;
using static CertWorkflows.Infrastructure.Tests.Connectors.ConnectorHost;

namespace CertWorkflows.Infrastructure.Tests.Connectors.Http;

public sealed class HttpCallsTests
{
    [Fact]
    public async Task Call_WhenAnswered_GivesStatusHeadersAndText()
    {
        await using var gateway = new RecordingGateway(_ => new(404, """{"no":1}""", new() { ["Content-Type"] = "application/json", ["X-A"] = "1" }));
        await using var host = Host();
        var answer = Answer(await SendAsync(host, Call(gateway, "PUT", "text", "text/plain")));
        Assert.Equal((404, """{"no":1}""", "application/json"), (answer.Status, answer.Text, answer.ContentType));
        Assert.Equal(["1"], answer.Headers["X-A"]);
        var call = Assert.Single(gateway.Calls);
        Assert.Equal(("PUT", "/x", "text", "text/plain"), (call.Method, call.Path, call.Text, call.Headers["Content-Type"]));
        Assert.Equal(("instance-1:pay-1", "yes"), (call.Headers["Idempotency-Key"], call.Headers["X-Own"]));
    }

    [Fact]
    public async Task Call_WithBinaryAnswer_GivesItAsBase64()
    {
        await using var gateway = new RecordingGateway(_ => new(200, "abc", new() { ["Content-Type"] = "application/octet-stream" }));
        await using var host = Host();
        var answer = Answer(await SendAsync(host, Call(gateway)));
        Assert.Equal((null, "YWJj"), (answer.Text, answer.Base64));
    }

    [Fact]
    public async Task Call_ThatWantsAFile_GivesEvenTextAsBase64()
    {
        await using var gateway = new RecordingGateway(_ => new(200, "abc", new() { ["Content-Type"] = "text/plain" }));
        await using var host = Host();
        var answer = Answer(await SendAsync(host, Call(gateway) with { AsFile = true }));
        Assert.Equal((null, "YWJj"), (answer.Text, answer.Base64));
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/")]
    [InlineData("http://localhost:9/")]
    [InlineData("http://[::1]:9/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    public async Task Call_IntoAPrivateNetwork_IsRefused(string url)
    {
        await using var host = new ConnectorHost();
        var refused = Assert.IsType<EffectOutcome.Rejected>(await SendAsync(host, Call(new Uri(url))));
        Assert.Equal("address-refused", refused.Code);
        Assert.Contains("AllowPrivateAddresses", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    public void Address_IsPublic_OnlyOutsideClosedNetworks(string address, bool isPublic) =>
        Assert.Equal(isPublic, Domain.Names.PublicAddresses.Contains(IPAddress.Parse(address)));

    [Fact]
    public async Task Call_ThatIsNotAnswered_TimesOut()
    {
        await using var gateway = new RecordingGateway(_ => null);
        await using var host = Host(("Http:Timeout", "00:00:00.200"));
        Assert.Equal(HttpAnswer.TimedOut, Answer(await SendAsync(host, Call(gateway))).Failure);
    }

    [Fact]
    public async Task Call_ToNobody_FailsToConnect()
    {
        string address;
        await using (var gone = new RecordingGateway(_ => new(200)))
        {
            address = gone.Address;
        }

        await using var host = Host();
        Assert.Equal(HttpAnswer.NoConnection, Answer(await SendAsync(host, Call(new Uri(address)))).Failure);
    }

    [Fact]
    public async Task Answer_ThatIsTooLarge_IsRefused()
    {
        await using var gateway = new RecordingGateway(_ => new(200, new string('x', 2000)));
        await using var host = Host(("Http:MaxResponseBytes", "1024"));
        Assert.Equal("answer-too-large", Assert.IsType<EffectOutcome.Rejected>(await SendAsync(host, Call(gateway))).Code);
    }

    [Theory]
    [InlineData("X-Own", "a\nb", "text/plain", "text")]
    [InlineData("bad name", "a", "text/plain", "text")]
    [InlineData("X-Own", "a", "no type", "text")]
    public async Task Call_ThatCannotBeSent_IsRefusedWithTheReason(string header, string value, string contentType, string content)
    {
        await using var gateway = new RecordingGateway(_ => new(200));
        await using var host = Host();
        var call = Call(gateway, "POST", content, contentType) with { Headers = new Dictionary<string, IReadOnlyList<string>> { [header] = [value] } };
        Assert.Equal("invalid-request", Assert.IsType<EffectOutcome.Rejected>(await SendAsync(host, call)).Code);
        Assert.Empty(gateway.Calls);
    }

    [Fact]
    public async Task Call_WithALargerBodyThanAllowed_IsRefused()
    {
        await using var gateway = new RecordingGateway(_ => new(200));
        await using var host = Host(("Http:MaxRequestBytes", "1024"));
        var refused = Assert.IsType<EffectOutcome.Rejected>(await SendAsync(host, Call(gateway, "POST", new string('x', 1025), "text/plain")));
        Assert.Contains("1024", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Elsa", "A-35")]
    public async Task Call_ThatMayPass_IsTriedAgainAsOftenAsTheWorkflowSays()
    {
        await using var gateway = new RecordingGateway(_ => new(503));
        await using var host = Host();
        var call = Call(gateway) with { Retries = 1 };
        Assert.IsType<EffectOutcome.Failed>(await SendAsync(host, call, attempt: 1));
        Assert.Equal(503, Answer(await SendAsync(host, call, attempt: 2)).Status);
    }

    [Theory]
    [InlineData("Http:Timeout", "00:05:00")]
    [InlineData("Http:MaxRequestBytes", "1")]
    [InlineData("Http:MaxResponseBytes", "99999999")]
    public async Task Setting_OutOfRange_StopsTheStart(string key, string value)
    {
        await using var host = new ConnectorHost((key, value));
        Assert.Throws<OptionsValidationException>(host.ValidateStart);
    }

    private static ConnectorHost Host(params (string, string)[] settings) => new([("Http:AllowPrivateAddresses", "true"), .. settings]);

    private static HttpCall Call(RecordingGateway gateway, string method = "GET", string? content = null, string? contentType = null) =>
        Call(new Uri($"{gateway.Address}/x")) with { Method = method, Content = content, ContentType = contentType };

    private static HttpCall Call(Uri url) =>
        new(url, "GET", new Dictionary<string, IReadOnlyList<string>> { ["X-Own"] = ["yes"] }, null, null, 0);

    private static Task<EffectOutcome> SendAsync(ConnectorHost host, HttpCall call, int attempt = 1) =>
        host.SendAsync("http", Request(JsonSerializer.SerializeToNode(call, JsonSerializerOptions.Web)!.AsObject(), attempt: attempt));

    private static HttpAnswer Answer(EffectOutcome outcome) =>
        Assert.IsType<EffectOutcome.Succeeded>(outcome).Result.Deserialize<HttpAnswer>(JsonSerializerOptions.Web)!;
}
