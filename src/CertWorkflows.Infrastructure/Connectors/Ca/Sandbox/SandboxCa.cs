using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Domain.Calendar;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Sandbox;

/// <summary>
/// A CA of our own for trying out: it reviews for a while, then signs a real certificate. A domain that contains
/// <c>ca-down</c> fails each attempt, one that contains <c>rejected</c> fails the review.
/// </summary>
internal sealed class SandboxCa(SandboxAuthorityVault vault, BusinessCalendar calendar, IOptions<CaOptions> options) : IEffectHandler
{
    private const int MostCarriedDays = 366;

    public string Kind => "ca-issue";

    private SandboxCaOptions Settings => options.Value.Sandbox;

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

        PublicKey? key = null;
        if (!string.IsNullOrWhiteSpace(order.Csr)
            && !SigningRequest.TryRead(order.Csr, order.Names(), out key, out refusal))
        {
            return refusal;
        }

        if (Contains(order, "ca-down"))
        {
            return new EffectOutcome.Failed("The sandbox CA is down for this domain.");
        }

        var remaining = ReviewedAt(order, request.FirstSentAt) - request.Now;
        if (remaining > TimeSpan.Zero)
        {
            var reference = $"SBX-CA-{Fingerprint.Hex("ca-review", request.IdempotencyKey, 10)}";
            return new EffectOutcome.Accepted(reference, remaining);
        }

        return Contains(order, "rejected")
            ? new EffectOutcome.Rejected("review-failed", "The sandbox CA refuses domains that contain 'rejected'.")
            : await IssueAsync(request, order, key, cancellationToken);
    }

    private async Task<EffectOutcome> IssueAsync(
        EffectRequest request, CertificateOrder order, PublicKey? key, CancellationToken cancellationToken)
    {
        // X.509 knows whole seconds only.
        var issuedAt = DateTimeOffset.FromUnixTimeSeconds(request.Now.ToUnixTimeSeconds());
        var carried = CarriedDays(order, issuedAt);
        if (carried > MostCarriedDays)
        {
            return ConnectorJson.Invalid($"carryFrom is {carried} days ahead; at most {MostCarriedDays} days are carried over.");
        }

        var gift = order.CarryFrom is not null && order.MayHaveGift ? Settings.BonusDays : 0;
        var expiresAt = calendar.AddNaturalDays(calendar.AddYears(issuedAt, order.TermYears), carried + gift);
        if (!SandboxAuthority.Covers(issuedAt, expiresAt))
        {
            return new EffectOutcome.Rejected(
                "outside-ca-validity",
                $"The sandbox CA is valid from 2000 to 2100, not for {issuedAt:u} to {expiresAt:u}.");
        }

        var authority = await vault.GetAsync(cancellationToken);
        var serial = SandboxAuthority.Positive(Fingerprint.Of("ca-serial", request.IdempotencyKey)[..16]);
        using var throwAway = key is null ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        using var leaf = LeafCertificate.Sign(
            authority, order, key ?? new PublicKey(throwAway!), serial, issuedAt, expiresAt, Settings.PublicAddress);
        return new EffectOutcome.Succeeded(new JsonObject
        {
            ["chainPem"] = $"{leaf.ExportCertificatePem()}\n{authority.IssuerPem}\n{authority.RootPem}\n",
            ["serial"] = leaf.SerialNumber,
            ["issuedAt"] = ConnectorJson.Instant(issuedAt),
            ["expiresAt"] = ConnectorJson.Instant(expiresAt),
            ["bonusDays"] = gift,
        });
    }

    // RN-3
    private int CarriedDays(CertificateOrder order, DateTimeOffset issuedAt) =>
        order.CarryFrom is { } oldExpiry && oldExpiry > issuedAt ? calendar.DaysBetween(issuedAt, oldExpiry) : 0;

    private DateTimeOffset ReviewedAt(CertificateOrder order, DateTimeOffset appliedAt)
    {
        var (delay, businessDays) = order.Validation switch
        {
            "EV" => (Settings.ReviewDelay.Ev, Settings.ReviewBusinessDays.Ev),
            "OV" => (Settings.ReviewDelay.Ov, Settings.ReviewBusinessDays.Ov),
            _ => (Settings.ReviewDelay.Dv, 0),
        };
        return businessDays > 0 ? calendar.AddBusinessDays(appliedAt, businessDays).At : appliedAt + delay;
    }

    private static bool Contains(CertificateOrder order, string mark) =>
        order.Domains.Any(domain => domain.Contains(mark, StringComparison.OrdinalIgnoreCase));
}
