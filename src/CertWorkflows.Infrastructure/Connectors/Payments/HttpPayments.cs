using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CertWorkflows.Application.Effects;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Payments;

/// <summary>Pays through a gateway that pays once for an idempotency key.</summary>
internal sealed class HttpPayments(IHttpClientFactory clients, IOptions<PaymentOptions> options) : IEffectHandler
{
    public const string ClientName = "payments";
    public const string TimestampHeader = "CertWorkflows-Timestamp";
    public const string SignatureHeader = "CertWorkflows-Signature";
    private static readonly TimeSpan LongestLook = TimeSpan.FromDays(1);

    public string Kind => "payment";

    public async Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        if (!ConnectorJson.TryRead<Payout>(request.Payload, out var payout, out var refusal))
        {
            return refusal;
        }

        if (payout.Problem() is { } problem)
        {
            return ConnectorJson.Invalid(problem);
        }

        using var client = clients.CreateClient(ClientName);
        if (request.ExternalReference is not null)
        {
            var look = await LookAsync(client, request, cancellationToken);
            if (look.Status != HttpStatusCode.NotFound)
            {
                return Outcome(look, request);
            }

            // The gateway forgot what it accepted: asking again under the same key cannot pay twice.
        }

        return Outcome(await PayAsync(client, request, payout, cancellationToken), request);
    }

    private async Task<GatewayAnswer> PayAsync(
        HttpClient client, EffectRequest request, Payout payout, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(payout, JsonSerializerOptions.Web);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var message = new HttpRequestMessage(HttpMethod.Post, Address(null)) { Content = content };
        message.Headers.Add(GatewayCalls.IdempotencyHeader, request.IdempotencyKey);
        Sign(message, request.Now, body);
        return await client.CallAsync(message, cancellationToken);
    }

    private async Task<GatewayAnswer> LookAsync(
        HttpClient client, EffectRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, Address(request.IdempotencyKey));
        Sign(message, request.Now, []);
        return await client.CallAsync(message, cancellationToken);
    }

    private EffectOutcome Outcome(GatewayAnswer answer, EffectRequest request)
    {
        if (!answer.IsSuccess)
        {
            return answer.Refusal();
        }

        var report = PayoutReport.Read(answer.Body);
        if (report is { Status: "accepted" })
        {
            var wait = answer.RetryAfter is { } named && named > TimeSpan.Zero && named <= LongestLook
                ? named
                : options.Value.LookAgainAfter;
            // Without a reference of the gateway's own the key stands in: it is what the next look asks for.
            return new EffectOutcome.Accepted(
                report.PaymentReference ?? request.ExternalReference ?? request.IdempotencyKey, wait);
        }

        return report?.Final(request.Now) ?? new EffectOutcome.Failed(
            $"The gateway answered {(int)answer.Status!.Value} with status '{report?.Status}' and reference "
            + $"'{report?.PaymentReference}'; 'paid' with a reference, 'accepted' or 'failed' was expected.");
    }

    private Uri Address(string? idempotencyKey)
    {
        var payouts = $"{options.Value.Endpoint!.AbsoluteUri.TrimEnd('/')}/payouts";
        return new Uri(idempotencyKey is null ? payouts : $"{payouts}/{Uri.EscapeDataString(idempotencyKey)}");
    }

    private void Sign(HttpRequestMessage message, DateTimeOffset now, ReadOnlySpan<byte> body)
    {
        var timestamp = now.ToUnixTimeSeconds();
        var signature = SigningSecret.Parse(options.Value.Secret).Sign(prefix: null, timestamp, body);
        message.Headers.Add(TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        message.Headers.Add(SignatureHeader, $"v1,{Convert.ToBase64String(signature)}");
    }
}
