using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Sandbox;

/// <summary>
/// Revokes what the sandbox issued, after a while. A certificate with a name that contains <c>revoke-down</c> fails each
/// attempt, with <c>revoke-refused</c> it is refused in the end, with <c>revoke-slow</c> it takes long.
/// </summary>
internal sealed class SandboxRevocations(IWorkflowStore store, SandboxAuthorityVault vault, IOptions<CaOptions> options) : IEffectHandler
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
            if (await FindAsync(leaf.SerialNumber, cancellationToken) is { } earlier)
            {
                return Answer(earlier, request);
            }

            return await UnacceptableAsync(leaf, request, cancellationToken)
                ?? Unfinished(CertificateChain.NamesOf(leaf), request)
                ?? await RevokeAsync(leaf.SerialNumber, order, request, cancellationToken);
        }
    }

    private async Task<EffectOutcome?> UnacceptableAsync(
        X509Certificate2 leaf, EffectRequest request, CancellationToken cancellationToken)
    {
        var authority = await vault.GetAsync(cancellationToken);
        if (!authority.Signed(leaf, CertificateChain.Instant(leaf.NotBefore)))
        {
            return new EffectOutcome.Rejected(
                "unknown-certificate", $"The certificate {leaf.SerialNumber} is of {leaf.Issuer}, not of this CA.");
        }

        var expiresAt = CertificateChain.Instant(leaf.NotAfter);
        return request.FirstSentAt > expiresAt
            ? new EffectOutcome.Rejected("certificate-expired", $"The certificate expired at {expiresAt:u}; there is nothing to revoke.")
            : null;
    }

    private EffectOutcome? Unfinished(IReadOnlyList<string> names, EffectRequest request)
    {
        if (Contains("revoke-down"))
        {
            return new EffectOutcome.Failed("The sandbox CA is down for revocations of this domain.");
        }

        var settings = options.Value.Sandbox;
        var remaining = request.FirstSentAt + (Contains("revoke-slow") ? settings.SlowRevocationDelay : settings.RevocationDelay) - request.Now;
        if (remaining > TimeSpan.Zero)
        {
            return new EffectOutcome.Accepted($"SBX-RV-{Fingerprint.Hex("ca-revocation", request.IdempotencyKey, 10)}", remaining);
        }

        return Contains("revoke-refused")
            ? new EffectOutcome.Rejected("revocation-refused", "The sandbox CA refuses to revoke domains that contain 'revoke-refused'.")
            : null;

        bool Contains(string mark) => names.Any(name => name.Contains(mark, StringComparison.OrdinalIgnoreCase));
    }

    private async Task<EffectOutcome> RevokeAsync(
        string serial, RevocationOrder order, EffectRequest request, CancellationToken cancellationToken)
    {
        var revocation = new SandboxRevocation
        {
            Serial = serial,
            CertificateId = order.CertificateId,
            IdempotencyKey = request.IdempotencyKey,
            Reason = order.Reason,
            // A CRL knows whole seconds only.
            RevokedAt = DateTimeOffset.FromUnixTimeSeconds(request.Now.ToUnixTimeSeconds()),
        };
        try
        {
            await using var session = store.Open();
            session.Set<SandboxRevocation>().Add(revocation);
            await store.CommitAsync(session, cancellationToken);
            return Answer(revocation, request);
        }
        catch (DuplicateRowException)
        {
            // Another attempt revoked between the look and the commit: its answer is the answer.
            var earlier = await FindAsync(serial, cancellationToken);
            return earlier is null
                ? new EffectOutcome.Failed("The list of revocations refused a duplicate that it does not show yet.")
                : Answer(earlier, request);
        }
    }

    private async Task<SandboxRevocation?> FindAsync(string serial, CancellationToken cancellationToken)
    {
        await using var session = store.Open();
        return await session.Set<SandboxRevocation>().AsNoTracking()
            .SingleOrDefaultAsync(revocation => revocation.Serial == serial, cancellationToken);
    }

    private static EffectOutcome Answer(SandboxRevocation revocation, EffectRequest request) =>
        revocation.IdempotencyKey == request.IdempotencyKey
            ? new EffectOutcome.Succeeded(new JsonObject { ["revokedAt"] = ConnectorJson.Instant(revocation.RevokedAt) })
            : new EffectOutcome.Rejected("already-revoked", $"The certificate was revoked at {revocation.RevokedAt:u}.");
}
