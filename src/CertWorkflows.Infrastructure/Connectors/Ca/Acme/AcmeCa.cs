using System.Net;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Acme;

/// <summary>
/// Applies at a CA that speaks RFC 8555. Each attempt asks the CA how the order stands and does the next thing, so it does not
/// matter where an earlier attempt ended.
/// </summary>
internal sealed class AcmeCa(
    AcmeClient client, AcmeAccounts accounts, AcmeOrders orders, AcmeProofs proofs, KeyFolder keys, IOptions<CaOptions> options) : IEffectHandler
{
    public string Kind => "ca-issue";

    private AcmeOptions Settings => options.Value.Acme;

    public async Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        if (!ConnectorJson.TryRead<CertificateOrder>(request.Payload, out var application, out var refusal))
        {
            return refusal;
        }

        if ((application.Refusal() ?? Unsupported(application)) is { } unacceptable)
        {
            return unacceptable;
        }

        if (!string.IsNullOrWhiteSpace(application.Csr)
            && !SigningRequest.TryRead(application.Csr, application.Names(), out _, out refusal))
        {
            return refusal;
        }

        return await accounts.AskAsync(account => GoOnAsync(account, request, application, cancellationToken), cancellationToken);
    }

    private EffectOutcome.Rejected? Unsupported(CertificateOrder application)
    {
        if (!Settings.Offers(application.Validation))
        {
            return new EffectOutcome.Rejected(
                "validation-not-offered", $"{application.Validation} is not among the levels of {CaOptions.Section}:Acme:Validations.");
        }

        if (Settings.Challenge == AcmeOptions.Http01 && application.Domains.Any(domain => domain.StartsWith('*')))
        {
            return new EffectOutcome.Rejected("wildcard-needs-dns", "By http-01 no CA certifies wildcards; dns-01 proves them.");
        }

        return string.IsNullOrWhiteSpace(application.Csr) && !keys.IsThere
            ? new EffectOutcome.Rejected(
                "csr-required", $"The application has no CSR, and {CaOptions.Section}:Acme:KeyFolder names no place for a key of ours.")
            : null;
    }

    private async Task<EffectOutcome> GoOnAsync(
        AcmeAccount account, EffectRequest request, CertificateOrder application, CancellationToken cancellationToken)
    {
        var kept = await orders.FindAsync(request.IdempotencyKey, cancellationToken)
            ?? await OrderAsync(account, request, application, cancellationToken);
        AcmeAnswer order;
        try
        {
            order = await client.PostAsync(account, new Uri(kept.Url), payload: null, cancellationToken);
        }
        catch (AcmeProblemException problem) when (problem.Status == HttpStatusCode.NotFound)
        {
            return await StartOverAsync(request, $"The CA no longer knows the order {kept.Url}.", cancellationToken);
        }

        switch ((string?)order.Body?["status"])
        {
            case "pending":
                return await proofs.ShowAsync(account, request.IdempotencyKey, order, cancellationToken) ?? Later(kept, order);
            case "ready":
                var finalised = await FinaliseAsync(account, request, application, order, cancellationToken);
                return (string?)finalised.Body?["status"] == "valid"
                    ? await FetchAsync(account, request, application, finalised, cancellationToken)
                    : Later(kept, finalised);
            case "processing":
                return Later(kept, order);
            case "valid":
                return await FetchAsync(account, request, application, order, cancellationToken);
            case "invalid":
                var refusal = await proofs.RefusalAsync(account, order, cancellationToken);
                return refusal.Outcome() is EffectOutcome.Rejected rejected
                    ? await OverAsync(request, rejected, cancellationToken)
                    : await StartOverAsync(request, $"The order came to nothing: {refusal.Message}", cancellationToken);
            case var other:
                return new EffectOutcome.Failed($"The order {kept.Url} is '{other}', which RFC 8555 does not know.");
        }
    }

    private async Task<AcmeOrder> OrderAsync(
        AcmeAccount account, EffectRequest request, CertificateOrder application, CancellationToken cancellationToken)
    {
        var identifiers = application.Names().Select(name => (JsonNode)new JsonObject
        {
            ["type"] = IPAddress.TryParse(name, out _) ? "ip" : "dns",
            ["value"] = name,
        });
        // A crash before the order is kept leaves one that nobody goes on with; the CA lets it lapse.
        var answer = await client.PostAsync(
            account,
            await client.AddressOfAsync("newOrder", cancellationToken),
            new JsonObject { ["identifiers"] = new JsonArray([.. identifiers]) },
            cancellationToken);
        var url = answer.Location ?? throw new AcmeProblemException(HttpStatusCode.BadGateway, "unknown", "the order has no address.");
        return await orders.KeepAsync(
            new AcmeOrder { IdempotencyKey = request.IdempotencyKey, Url = url.AbsoluteUri, CreatedAt = request.Now }, cancellationToken);
    }

    private async Task<AcmeAnswer> FinaliseAsync(
        AcmeAccount account, EffectRequest request, CertificateOrder application, AcmeAnswer order, CancellationToken cancellationToken)
    {
        var csr = string.IsNullOrWhiteSpace(application.Csr)
            ? await keys.RequestAsync(request.IdempotencyKey, application.Names(), cancellationToken)
            : SigningRequest.Der(application.Csr);
        return await client.PostAsync(
            account,
            AcmeProofs.Address(order.Body!, "finalize"),
            new JsonObject { ["csr"] = System.Buffers.Text.Base64Url.EncodeToString(csr) },
            cancellationToken);
    }

    private async Task<EffectOutcome> FetchAsync(
        AcmeAccount account, EffectRequest request, CertificateOrder application, AcmeAnswer order, CancellationToken cancellationToken)
    {
        var answer = await client.PostAsync(account, AcmeProofs.Address(order.Body!, "certificate"), payload: null, cancellationToken);
        if (!CertificateChain.TryRead(answer.Text, out var leaf, out var problem))
        {
            return new EffectOutcome.Failed($"The CA's chain {problem}");
        }

        using (leaf)
        {
            var missing = application.Names().Except(CertificateChain.NamesOf(leaf), StringComparer.OrdinalIgnoreCase).ToList();
            if (missing.Count > 0)
            {
                return new EffectOutcome.Failed($"The CA's certificate lacks {string.Join(", ", missing)}.");
            }

            var result = new JsonObject
            {
                ["chainPem"] = answer.Text,
                ["serial"] = leaf.SerialNumber,
                ["issuedAt"] = ConnectorJson.Instant(CertificateChain.Instant(leaf.NotBefore)),
                ["expiresAt"] = ConnectorJson.Instant(CertificateChain.Instant(leaf.NotAfter)),
                ["bonusDays"] = 0,
            };
            if (string.IsNullOrWhiteSpace(application.Csr))
            {
                result["keyFile"] = KeyFolder.FileName(request.IdempotencyKey);
            }

            return await OverAsync(request, new EffectOutcome.Succeeded(result), cancellationToken);
        }
    }

    private EffectOutcome.Accepted Later(AcmeOrder order, AcmeAnswer answer) => new(
        order.Url,
        answer.RetryAfter is { } named && named > TimeSpan.Zero && named < TimeSpan.FromDays(1) ? named : Settings.LookAgainAfter);

    /// <summary>The order stays known: a repeat gets the same answer from the CA.</summary>
    private async Task<EffectOutcome> OverAsync(EffectRequest request, EffectOutcome outcome, CancellationToken cancellationToken)
    {
        await proofs.HideAsync(request.IdempotencyKey, cancellationToken);
        return outcome;
    }

    private async Task<EffectOutcome> StartOverAsync(EffectRequest request, string why, CancellationToken cancellationToken)
    {
        await proofs.HideAsync(request.IdempotencyKey, cancellationToken);
        await orders.DropAsync(request.IdempotencyKey, cancellationToken);
        return new EffectOutcome.Failed($"{why} The next attempt makes another one.");
    }
}
