using CertWorkflows.Domain.Certificates;

namespace CertWorkflows.Domain.Refunds;

/// <summary>The facts that section 5 judges a certificate refund by.</summary>
/// <param name="At">When the refund is asked for.</param>
/// <param name="Product">Whether the product is paid or free DV.</param>
/// <param name="Bundled">Whether the certificate was bought inside a package.</param>
/// <param name="Channel">How the refund is asked for.</param>
/// <param name="Application">Where the application to the CA stands.</param>
/// <param name="PaidAt">When the payment completed.</param>
/// <param name="ServiceEndsAt">The payment and the years bought: the expiry of an unissued certificate.</param>
/// <param name="IssuedAt">When the CA signed; null while unissued.</param>
/// <param name="RevokedAt">When it was revoked; null while it is not.</param>
/// <param name="ExpiresAt">When the validity ends; null while unissued. <paramref name="ServiceEndsAt"/> stands in
/// where it is missing.</param>
/// <param name="Refund">Whether a refund of it is under way or was paid.</param>
/// <param name="Paid">The part of the price that was paid in cash.</param>
/// <param name="Voucher">The part of the price that a voucher covered.</param>
public sealed record RefundFacts(
    DateTimeOffset At,
    RefundProduct Product,
    bool Bundled,
    RefundChannel Channel,
    ApplicationStatus Application,
    DateTimeOffset PaidAt,
    DateTimeOffset ServiceEndsAt,
    DateTimeOffset? IssuedAt,
    DateTimeOffset? RevokedAt,
    DateTimeOffset? ExpiresAt,
    RefundStatus Refund,
    Money Paid,
    Money Voucher)
{
    /// <summary>The expiry that the table speaks of (decision of section 5).</summary>
    public DateTimeOffset Expiry => IssuedAt is null ? ServiceEndsAt : ExpiresAt ?? ServiceEndsAt;

    /// <summary>The facts of a certificate.</summary>
    /// <param name="certificate">The certificate; a refund that its state shows counts, whatever
    /// <paramref name="refund"/> says.</param>
    /// <param name="channel">How the refund is asked for.</param>
    /// <param name="at">When.</param>
    /// <param name="refund">What the caller knows of earlier refunds of it.</param>
    /// <param name="packageDeleted">Whether its package was refunded and deleted, after which it is refunded by itself
    /// (PK-8).</param>
    public static RefundFacts Of(
        Certificate certificate,
        RefundChannel channel,
        DateTimeOffset at,
        RefundStatus refund = RefundStatus.None,
        bool packageDeleted = false) => new(
        at,
        certificate.FreeDv ? RefundProduct.FreeDv : RefundProduct.Paid,
        certificate.IsBundled && !packageDeleted,
        channel,
        certificate.ApplicationStatus,
        certificate.PaidAt,
        certificate.ServiceEndsAt,
        certificate.IssuedAt,
        certificate.RevokedAt,
        certificate.ExpiresAt,
        certificate.State switch
        {
            CertificateState.RefundPending => RefundStatus.InProgress,
            CertificateState.Refunded => RefundStatus.Paid,
            _ => refund,
        },
        certificate.Cash,
        certificate.Voucher);
}
