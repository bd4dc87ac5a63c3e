namespace CertWorkflows.Client;

/// <summary>A package's refund with all there is to know.</summary>
public sealed record PackageRefundDto : PackageRefundSummaryDto
{
    /// <summary>What has to happen first: <c>usage-stopped</c> (PK-3), <c>application-decided</c> (RF-6),
    /// <c>revocation</c> (PK-6); empty for nothing.</summary>
    public required IReadOnlyList<string> WaitingFor { get; init; }

    /// <summary>Who asked for it; they may not decide it.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>What the customer wrote.</summary>
    public string? Comment { get; init; }

    /// <summary>Codes of warnings: <c>business-calendar-incomplete</c> (T-2).</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Where the package stands; after the payment it is to be deleted (PK-4, PK-8).</summary>
    public required PackageState PackageState { get; init; }

    /// <summary>The bundled certificate's own refund, which follows the deleted package (PK-8); null before.</summary>
    public string? CertificateRefundId { get; init; }

    /// <summary>The workflow instance that runs the case.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Where the money went, once paid; null where nothing had been paid in cash.</summary>
    public RefundPaymentDto? Payment { get; init; }

    /// <summary>What happened, oldest first.</summary>
    public required IReadOnlyList<HistoryEntry> History { get; init; }

    /// <summary>Where to go on.</summary>
    public required PackageRefundLinksDto Links { get; init; }

    /// <summary>The version for <c>If-Match</c>.</summary>
    public required long Version { get; init; }
}

/// <summary>Addresses beside a package's refund, all paths below the server's root.</summary>
public sealed record PackageRefundLinksDto
{
    /// <summary>The case itself.</summary>
    public required string Self { get; init; }

    /// <summary>Its package.</summary>
    public required string Package { get; init; }

    /// <summary>The certificate bought with it; null without one.</summary>
    public string? Certificate { get; init; }

    /// <summary>That certificate's own refund (PK-8); null before.</summary>
    public string? CertificateRefund { get; init; }

    /// <summary>The workflow instance that runs it.</summary>
    public required string Instance { get; init; }
}
