using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;

namespace CertWorkflows.Domain.Packages;

/// <summary>The facts that section 6 judges a package's refund by.</summary>
/// <param name="TicketAt">When the ticket asked for it (PK-2); the window of PK-1 counts to its date.</param>
/// <param name="PaidAt">When the package was paid.</param>
/// <param name="ExpiresAt">When the package expires.</param>
/// <param name="InUse">Whether a domain is still switched over (PK-3).</param>
/// <param name="Bundled">The certificate bought with it; null without one.</param>
/// <param name="At">When the question is asked.</param>
/// <param name="Refund">Whether a refund of the package is under way or was paid.</param>
/// <param name="Paid">The part of the package's price that was paid in cash.</param>
/// <param name="Voucher">The part of the price that a voucher covered; never refunded.</param>
public sealed record PackageRefundFacts(
    DateTimeOffset TicketAt,
    DateTimeOffset PaidAt,
    DateTimeOffset ExpiresAt,
    bool InUse,
    BundledCertificateFacts? Bundled,
    DateTimeOffset At,
    RefundStatus Refund,
    Money Paid,
    Money Voucher)
{
    /// <summary>The facts of a package; a refund that its state shows counts.</summary>
    /// <param name="package">The package.</param>
    /// <param name="bundled">The certificate bought with it; null without one.</param>
    /// <param name="ticketAt">When the ticket asked for the refund.</param>
    /// <param name="at">When the question is asked.</param>
    /// <param name="own">The case that asks, which does not stand in its own way; null for a new one.</param>
    public static PackageRefundFacts Of(
        Package package,
        Certificate? bundled,
        DateTimeOffset ticketAt,
        DateTimeOffset at,
        PackageRefundId? own = null) => new(
        ticketAt,
        package.PaidAt,
        package.ExpiresAt,
        package.Domains.Count > 0,
        bundled is null ? null : new BundledCertificateFacts(
            bundled.IssuedAt, bundled.RevokedAt, bundled.ApplicationStatus),
        at,
        package switch
        {
            { State: PackageState.Refunded or PackageState.Deleted } => RefundStatus.Paid,
            { OpenRefundId: { } open } when open != own => RefundStatus.InProgress,
            { State: PackageState.RefundPending } when own is null => RefundStatus.InProgress,
            _ => RefundStatus.None,
        },
        package.Cash,
        package.Voucher);

    /// <summary>Checks that the facts can be true together.</summary>
    /// <exception cref="DomainException"><c>invalid-facts</c>: the message lists what cannot be.</exception>
    public void EnsurePossible()
    {
        var problems = new List<string>();
        if (TicketAt < PaidAt)
        {
            problems.Add("the ticket is older than the payment");
        }

        if (At < TicketAt)
        {
            problems.Add("the question is asked before the ticket");
        }

        if (ExpiresAt <= PaidAt)
        {
            problems.Add("the package expires before it is paid");
        }

        if (Bundled is { RevokedAt: { } revokedAt } && (Bundled.IssuedAt is null || revokedAt < Bundled.IssuedAt))
        {
            problems.Add("only an issued certificate can have been revoked, and only after its issue");
        }

        if (problems.Count > 0)
        {
            throw new DomainException("invalid-facts", $"The facts cannot be: {string.Join("; ", problems)}.");
        }
    }
}

/// <summary>What section 6 asks about a bundled certificate.</summary>
/// <param name="IssuedAt">When the CA signed; null while unissued.</param>
/// <param name="RevokedAt">When it was revoked; null while it is not.</param>
/// <param name="Application">Where an unissued one's application to the CA stands (RF-6).</param>
public sealed record BundledCertificateFacts(
    DateTimeOffset? IssuedAt,
    DateTimeOffset? RevokedAt,
    ApplicationStatus Application = ApplicationStatus.NotSubmitted);
