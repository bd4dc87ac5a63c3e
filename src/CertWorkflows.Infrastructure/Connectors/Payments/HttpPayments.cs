using System.Text.Json;
using CertWorkflows.Application.Effects;
using CertWorkflows.Infrastructure.Connectors.Gateways;

namespace CertWorkflows.Infrastructure.Connectors.Payments;

/// <summary>Pays through a gateway that pays once for an idempotency key.</summary>
internal sealed class HttpPayments(SignedGateway gateway) : IEffectHandler
{
    public const string ClientName = "payments";

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

        return await gateway.SendAsync(
            request,
            "payouts",
            JsonSerializer.SerializeToUtf8Bytes(payout, JsonSerializerOptions.Web),
            "paymentReference",
            answer => PayoutReport.Read(answer.Body)?.Final(request.Now),
            cancellationToken);
    }
}
