namespace CertWorkflows.Client;

/// <summary>The facts that decide the refund of a one-click HTTPS package; nothing is stored.</summary>
public sealed record PackageRefundAssessmentRequest
{
    /// <summary>When the ticket asked for it; the window of PK-1 counts to its date.</summary>
    public required DateTimeOffset TicketAt { get; init; }

    /// <summary>When the package was paid.</summary>
    public required DateTimeOffset PaidAt { get; init; }

    /// <summary>When the package expires.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether a domain is still switched over (PK-3).</summary>
    public required bool InUse { get; init; }

    /// <summary>The certificate bought with it; null without one.</summary>
    public BundledCertificateDto? Bundled { get; init; }

    /// <summary>When the question is asked.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether a refund was asked for before.</summary>
    public required EarlierRefund Refund { get; init; }

    /// <summary>The cash part of the package's price.</summary>
    public required MoneyDto Paid { get; init; }

    /// <summary>The voucher part of the price, which is not returned.</summary>
    public required MoneyDto Voucher { get; init; }
}

/// <summary>What the rules ask about a bundled certificate.</summary>
public sealed record BundledCertificateDto
{
    /// <summary>When the CA signed; null while unissued.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>When it was revoked; null while it is not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Where an unissued one's application to the CA stands; <see cref="ApplicationStatus.NotSubmitted"/> when left
    /// out.</summary>
    public ApplicationStatus? Application { get; init; }
}
