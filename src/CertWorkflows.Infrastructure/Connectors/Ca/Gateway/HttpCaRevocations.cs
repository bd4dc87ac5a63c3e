using System.Text.Json;
using CertWorkflows.Application.Effects;
using CertWorkflows.Infrastructure.Connectors.Gateways;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Gateway;

/// <summary>Revokes at a CA's gateway that revokes once for an idempotency key.</summary>
internal sealed class HttpCaRevocations(SignedGateway gateway) : IEffectHandler
{
    public string Kind => "ca-revoke";

    public async Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        if (!ConnectorJson.TryRead<RevocationOrder>(request.Payload, out var order, out var refusal)
            || !order.TryRead(out var leaf, out refusal))
        {
            return refusal;
        }

        leaf.Dispose();
        return await gateway.SendAsync(
            request,
            "revocations",
            JsonSerializer.SerializeToUtf8Bytes(order, JsonSerializerOptions.Web),
            "reference",
            answer => CaReport.Outcome(answer.Body, CaReport.Revoked),
            cancellationToken);
    }
}
