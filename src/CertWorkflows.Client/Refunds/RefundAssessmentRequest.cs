namespace CertWorkflows.Client;

/// <summary>The facts that decide a refund; nothing is stored.</summary>
public sealed record RefundAssessmentRequest
{
    /// <summary>When the refund is asked for.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The kind of product.</summary>
    public required ProductKind Product { get; init; }

    /// <summary>Whether the certificate was bought inside a package (RF-2).</summary>
    public required bool Bundled { get; init; }

    /// <summary>How the request came.</summary>
    public required RequestChannel Channel { get; init; }

    /// <summary>Where the application stands.</summary>
    public required ApplicationStatus Application { get; init; }

    /// <summary>When payment completed (BL-7).</summary>
    public required DateTimeOffset PaidAt { get; init; }

    /// <summary>The end of the years bought; stands in for the expiry of an unissued certificate.</summary>
    public required DateTimeOffset ServiceEndsAt { get; init; }

    /// <summary>When the CA signed; null for an unissued certificate.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>When the certificate was revoked.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When an issued certificate ends.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether a refund was asked for before.</summary>
    public required EarlierRefund Refund { get; init; }

    /// <summary>The cash part of the price (RF-20).</summary>
    public required MoneyDto Paid { get; init; }

    /// <summary>The voucher part of the price, which is not returned (RF-20).</summary>
    public required MoneyDto Voucher { get; init; }
}
