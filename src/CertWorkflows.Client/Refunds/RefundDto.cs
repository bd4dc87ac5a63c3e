namespace CertWorkflows.Client;

/// <summary>A refund case with all there is to know.</summary>
public sealed record RefundDto : RefundSummaryDto
{
    /// <summary>How the request came.</summary>
    public required RequestChannel Channel { get; init; }

    /// <summary>Who asked for it; they may not decide it.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>What the customer said about help.</summary>
    public AssistanceDto? Assistance { get; init; }

    /// <summary>What the customer wrote.</summary>
    public string? Comment { get; init; }

    /// <summary>Codes of warnings, such as <c>may-not-finish-before-expiry</c> (RF-23).</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The workflow instance that runs the case.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Where the money went, once paid (RF-21).</summary>
    public RefundPaymentDto? Payment { get; init; }

    /// <summary>What happened, oldest first (RF-28).</summary>
    public required IReadOnlyList<HistoryEntry> History { get; init; }

    /// <summary>Where to go on.</summary>
    public required RefundLinksDto Links { get; init; }

    /// <summary>The version for <c>If-Match</c>.</summary>
    public required long Version { get; init; }
}

/// <summary>How the money went back.</summary>
public sealed record RefundPaymentDto
{
    /// <summary>The way it was paid in (RF-21).</summary>
    public required PaymentChannel Channel { get; init; }

    /// <summary>The account it went to, shortened.</summary>
    public required string Account { get; init; }

    /// <summary>The gateway's reference.</summary>
    public required string Reference { get; init; }

    /// <summary>When it was paid.</summary>
    public required DateTimeOffset PaidAt { get; init; }
}

/// <summary>Addresses beside a refund case, all paths below the server's root.</summary>
public sealed record RefundLinksDto
{
    /// <summary>The case itself.</summary>
    public required string Self { get; init; }

    /// <summary>Its certificate.</summary>
    public required string Certificate { get; init; }

    /// <summary>The workflow instance that runs it.</summary>
    public required string Instance { get; init; }
}
