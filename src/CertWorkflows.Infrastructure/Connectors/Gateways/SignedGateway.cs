using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using CertWorkflows.Application.Effects;

namespace CertWorkflows.Infrastructure.Connectors.Gateways;

/// <summary>
/// A gateway that does a thing once for an idempotency key, at once or later: what it accepted is looked up under that key
/// until it is over.
/// </summary>
internal sealed class SignedGateway(IHttpClientFactory clients, string clientName, SignedGatewayOptions options)
{
    public const string TimestampHeader = "CertWorkflows-Timestamp";
    public const string SignatureHeader = "CertWorkflows-Signature";
    private static readonly TimeSpan LongestLook = TimeSpan.FromDays(1);

    /// <summary>Hands in <paramref name="body"/>, or looks up what became of it.</summary>
    /// <param name="resource">Where such things are posted to, below the gateway's address.</param>
    /// <param name="reference">The member of its answers by which the gateway names the thing.</param>
    /// <param name="final">Reads the outcome of a thing that is over; null for an answer that does not say.</param>
    public async Task<EffectOutcome> SendAsync(
        EffectRequest request,
        string resource,
        byte[] body,
        string reference,
        Func<GatewayAnswer, EffectOutcome?> final,
        CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(clientName);
        if (request.ExternalReference is not null)
        {
            var look = await LookAsync(client, request, resource, cancellationToken);
            if (look.Status != HttpStatusCode.NotFound)
            {
                return Outcome(look, request, reference, final);
            }

            // The gateway forgot what it accepted: asking again under the same key cannot do it twice.
        }

        return Outcome(await PostAsync(client, request, resource, body, cancellationToken), request, reference, final);
    }

    private async Task<GatewayAnswer> PostAsync(
        HttpClient client, EffectRequest request, string resource, byte[] body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var message = new HttpRequestMessage(HttpMethod.Post, Address(resource)) { Content = content };
        message.Headers.Add(GatewayCalls.IdempotencyHeader, request.IdempotencyKey);
        Sign(message, request.Now, body);
        return await client.CallAsync(message, cancellationToken);
    }

    private async Task<GatewayAnswer> LookAsync(
        HttpClient client, EffectRequest request, string resource, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(
            HttpMethod.Get, Address($"{resource}/{Uri.EscapeDataString(request.IdempotencyKey)}"));
        Sign(message, request.Now, []);
        return await client.CallAsync(message, cancellationToken);
    }

    private EffectOutcome Outcome(
        GatewayAnswer answer, EffectRequest request, string reference, Func<GatewayAnswer, EffectOutcome?> final)
    {
        if (!answer.IsSuccess)
        {
            return answer.Refusal();
        }

        if (answer.Text("status") == "accepted")
        {
            var wait = answer.RetryAfter is { } named && named > TimeSpan.Zero && named <= LongestLook
                ? named
                : options.LookAgainAfter;
            // Without a reference of the gateway's own the key stands in: it is what the next look asks for.
            return new EffectOutcome.Accepted(
                answer.Text(reference) ?? request.ExternalReference ?? request.IdempotencyKey, wait);
        }

        return final(answer) ?? new EffectOutcome.Failed(
            $"The gateway answered {(int)answer.Status!.Value} with status '{answer.Text("status")}' and {reference} "
            + $"'{answer.Text(reference)}', which says neither that it is done, with all that belongs to it, nor 'accepted' nor 'failed'.");
    }

    private Uri Address(string path) => new($"{options.Endpoint!.AbsoluteUri.TrimEnd('/')}/{path}");

    private void Sign(HttpRequestMessage message, DateTimeOffset now, ReadOnlySpan<byte> body)
    {
        var timestamp = now.ToUnixTimeSeconds();
        var signature = SigningSecret.Parse(options.Secret).Sign(prefix: null, timestamp, body);
        message.Headers.Add(TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        message.Headers.Add(SignatureHeader, $"v1,{Convert.ToBase64String(signature)}");
    }
}
