using System.Buffers.Text;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Acme;

/// <summary>Revokes what our account was issued (RFC 8555, 7.6).</summary>
internal sealed class AcmeRevocations(AcmeClient client, AcmeAccounts accounts) : IEffectHandler
{
    public string Kind => "ca-revoke";

    public async Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        if (!ConnectorJson.TryRead<RevocationOrder>(request.Payload, out var order, out var refusal)
            || !order.TryRead(out var leaf, out refusal))
        {
            return refusal;
        }

        using (leaf)
        {
            var payload = new JsonObject
            {
                ["certificate"] = Base64Url.EncodeToString(leaf.RawData),
                ["reason"] = (int)RevocationOrder.ReasonOf(order.Reason),
            };
            return await accounts.AskAsync(account => RevokeAsync(account, payload, request.Now, cancellationToken), cancellationToken);
        }
    }

    private async Task<EffectOutcome> RevokeAsync(
        AcmeAccount account, JsonObject payload, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await client.PostAsync(
                account, await client.AddressOfAsync("revokeCert", cancellationToken), payload, cancellationToken);
        }
        catch (AcmeProblemException problem) when (problem.Kind == AcmeProblemException.AlreadyRevoked)
        {
            // By an attempt whose answer was lost, or by others: what is wanted is so either way.
        }

        return new EffectOutcome.Succeeded(new JsonObject
        {
            ["revokedAt"] = ConnectorJson.Instant(DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds())),
        });
    }
}
