using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Infrastructure.Connectors.Gateways;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Sms;

/// <summary>Sends through a gateway that sends once for an idempotency key.</summary>
internal sealed partial class HttpSms(
    IHttpClientFactory clients, IOptions<SmsOptions> options, ILogger<HttpSms> logger) : IEffectHandler
{
    public const string ClientName = "sms";

    public string Kind => "sms";

    public async Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        if (!SmsPayload.TryRead(request.Payload, out var sms, out var refusal))
        {
            return refusal;
        }

        using var message = new HttpRequestMessage(HttpMethod.Post, options.Value.Endpoint)
        {
            Content = JsonContent.Create(new { to = sms.Number, text = sms.Text }),
        };
        message.Headers.Add(GatewayCalls.IdempotencyHeader, request.IdempotencyKey);
        if (options.Value.ApiKey is { Length: > 0 } apiKey)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        }

        using var client = clients.CreateClient(ClientName);
        var answer = await client.CallAsync(message, cancellationToken);
        LogAnswer(request.IdempotencyKey, sms.MaskedNumber, (int?)answer.Status);
        return answer.IsSuccess
            ? new EffectOutcome.Succeeded(new JsonObject
            {
                ["messageReference"] = answer.Text("messageReference") ?? answer.Text("id") ?? request.IdempotencyKey,
            })
            : answer.Refusal();
    }
}
