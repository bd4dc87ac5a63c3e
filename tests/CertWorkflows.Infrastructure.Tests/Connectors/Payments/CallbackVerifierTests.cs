using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CertWorkflows.Infrastructure.Connectors.Gateways;
using CertWorkflows.Infrastructure.Connectors.Payments;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using static CertWorkflows.Infrastructure.Tests.Connectors.ConnectorHost;

namespace CertWorkflows.Infrastructure.Tests.Connectors.Payments;

public sealed class CallbackVerifierTests
{
    private static readonly byte[] OldKey = Encoding.UTF8.GetBytes("old-old-old-old-old-old-old-old-");
    private static readonly byte[] NewKey = Encoding.UTF8.GetBytes("new-new-new-new-new-new-new-new-");
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"idempotencyKey":"k","status":"paid"}""");

    [Fact]
    public void Callback_WhenSignedAsStandardWebhooksExampleDoes_IsGenuine()
    {
        // The example of the scheme's specification.
        var options = new PaymentOptions { CallbackSecrets = { "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" } };
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1614265330));

        var check = new CallbackVerifier(options, time).Check(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "1614265330",
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            """{"test": 2432232314}"""u8);

        Assert.Equal(CallbackCheck.Genuine, check);
    }

    [Fact]
    public async Task Callback_WhenSecretsAreExchanged_IsGenuineWithEither()
    {
        await using var host = Host();

        Assert.Equal(CallbackCheck.Genuine, Check(host, Signature(OldKey, Body)));
        Assert.Equal(CallbackCheck.Genuine, Check(host, Signature(NewKey, Body)));
        Assert.Equal(CallbackCheck.Genuine, Check(host, $"v1a,AAAA {Signature(RandomNumberGenerator.GetBytes(32), Body)} {Signature(NewKey, Body)}"));
    }

    [Theory]
    [InlineData(300, CallbackCheck.Genuine)]
    [InlineData(-300, CallbackCheck.Genuine)]
    [InlineData(301, CallbackCheck.OutsideTolerance)]
    [InlineData(-301, CallbackCheck.OutsideTolerance)]
    public async Task Callback_WhenReplayedLaterOrEarlier_IsGenuineOnlyWithinTheTolerance(int seconds, CallbackCheck expected)
    {
        await using var host = Host();
        host.Time.SetUtcNow(Start.AddSeconds(600));
        var sent = host.Time.GetUtcNow().AddSeconds(-seconds);

        var check = Check(host, Signature(NewKey, Body, sent), sent);

        Assert.Equal(expected, check);
    }

    [Fact]
    public async Task Callback_WhenIdOrTimestampIsNotTheSignedOne_IsRefused()
    {
        await using var host = Host();
        var verifier = host.Get<CallbackVerifier>(CallbackVerifier.OfPayments);
        var signature = Signature(NewKey, Body);

        Assert.Equal(CallbackCheck.WrongSignature, verifier.Check("msg_2", Stamp(Start), signature, Body));
        Assert.Equal(CallbackCheck.WrongSignature, verifier.Check("msg_1", Stamp(Start.AddSeconds(1)), signature, Body));
    }

    [Property(MaxTest = 50)]
    public async Task Callback_WhenAnyByteOfTheBodyChanges_IsRefused(ushort position, byte change)
    {
        await using var host = Host();
        var tampered = Body.ToArray();
        tampered[position % tampered.Length] ^= change;

        var check = host.Get<CallbackVerifier>(CallbackVerifier.OfPayments).Check("msg_1", Stamp(Start), Signature(NewKey, Body), tampered);

        Assert.Equal(change == 0 ? CallbackCheck.Genuine : CallbackCheck.WrongSignature, check);
    }

    [Theory]
    [InlineData(null, "1619316000", "v1,AAAA")]
    [InlineData("", "1619316000", "v1,AAAA")]
    [InlineData("a.b", "1619316000", "v1,AAAA")]
    [InlineData("msg_1", null, "v1,AAAA")]
    [InlineData("msg_1", "soon", "v1,AAAA")]
    [InlineData("msg_1", "-1", "v1,AAAA")]
    [InlineData("msg_1", "99999999999999999999", "v1,AAAA")]
    [InlineData("msg_1", "1619316000", null)]
    public async Task Callback_WhenAHeaderIsMissingOrMalformed_IsMalformed(string? id, string? timestamp, string? signature)
    {
        await using var host = Host();

        Assert.Equal(CallbackCheck.Malformed, host.Get<CallbackVerifier>(CallbackVerifier.OfPayments).Check(id, timestamp, signature, Body));
    }

    [Theory]
    [InlineData("v1,")]
    [InlineData("v1,****")]
    [InlineData("v2,AAAA")]
    [InlineData(" ")]
    [InlineData("v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Callback_WhenSignatureIsNoSignature_IsRefused(string signature)
    {
        await using var host = Host();

        Assert.Equal(CallbackCheck.WrongSignature, Check(host, signature));
    }

    [Fact]
    public async Task Callback_WhenTimestampIsAnAbsurdNumber_IsOutsideTolerance()
    {
        await using var host = Host();

        var check = host.Get<CallbackVerifier>(CallbackVerifier.OfPayments).Check("msg_1", "9223372036854775807", Signature(NewKey, Body), Body);

        Assert.Equal(CallbackCheck.OutsideTolerance, check);
    }

    [Fact]
    public async Task Callback_WhenNoSecretIsConfigured_IsNeverBelieved()
    {
        await using var host = new ConnectorHost();

        Assert.Equal(CallbackCheck.NotConfigured, Check(host, Signature(NewKey, Body)));
    }

    private static ConnectorHost Host() => new(
        ("Payments:CallbackSecrets:0", $"whsec_{Convert.ToBase64String(NewKey)}"),
        ("Payments:CallbackSecrets:1", $"whsec_{Convert.ToBase64String(OldKey)}"));

    private static CallbackCheck Check(ConnectorHost host, string signatures, DateTimeOffset? sent = null) =>
        host.Get<CallbackVerifier>(CallbackVerifier.OfPayments).Check("msg_1", Stamp(sent ?? Start), signatures, Body);

    private static string Stamp(DateTimeOffset instant) => instant.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Signature(byte[] key, byte[] body, DateTimeOffset? sent = null)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"msg_1.{Stamp(sent ?? Start)}."), .. body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}";
    }
}
