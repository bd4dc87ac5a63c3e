using System.Text.Json;
using CertWorkflows.Application.Effects;
using CertWorkflows.Infrastructure.Connectors.Gateways;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Gateway;

/// <summary>Applies at a CA's gateway that takes an application once for an idempotency key.</summary>
internal sealed class HttpCa(SignedGateway gateway) : IEffectHandler
{
    public const string ClientName = "ca";

    public string Kind => "ca-issue";

    public async Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        if (!ConnectorJson.TryRead<CertificateOrder>(request.Payload, out var order, out var refusal))
        {
            return refusal;
        }

        if (order.Refusal() is { } unacceptable)
        {
            return unacceptable;
        }

        if (!string.IsNullOrWhiteSpace(order.Csr) && !SigningRequest.TryRead(order.Csr, order.Names(), out _, out refusal))
        {
            return refusal;
        }

        return await gateway.SendAsync(
            request,
            "certificates",
            JsonSerializer.SerializeToUtf8Bytes(order with { Domains = order.Names() }, JsonSerializerOptions.Web),
            "reference",
            answer => CaReport.Outcome(answer.Body, CaReport.Issued),
            cancellationToken);
    }
}
