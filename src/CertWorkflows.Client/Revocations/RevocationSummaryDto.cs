namespace CertWorkflows.Client;

/// <summary>A revocation as a list shows it.</summary>
public record RevocationSummaryDto
{
    /// <summary>The case's id.</summary>
    public required string Id { get; init; }

    /// <summary>The certificate to revoke.</summary>
    public required string CertificateId { get; init; }

    /// <summary>Whose certificate it is.</summary>
    public required string CustomerId { get; init; }

    /// <summary>Where the case stands.</summary>
    public required RevocationState State { get; init; }

    /// <summary>Why; the CA is told.</summary>
    public required RevocationReason Reason { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it lapses unless the customer confirms (RV-5); null where nothing needs confirming.</summary>
    public DateTimeOffset? ConfirmBy { get; init; }

    /// <summary>Whether a person's task for it is past its limit (RV-6).</summary>
    public bool Overdue { get; init; }

    /// <summary>When the CA revoked the certificate; null until then.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When the case reached its last state; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Why it ended without a revocation; null otherwise.</summary>
    public string? EndReason { get; init; }
}
