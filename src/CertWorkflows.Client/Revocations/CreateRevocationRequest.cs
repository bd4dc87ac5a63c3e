namespace CertWorkflows.Client;

/// <summary>A request to revoke a certificate.</summary>
public sealed record CreateRevocationRequest
{
    /// <summary>The certificate to revoke.</summary>
    public required string CertificateId { get; init; }

    /// <summary>Why.</summary>
    public required RevocationReason Reason { get; init; }

    /// <summary>How the request came; <see cref="RequestChannel.SelfService"/> when left out.</summary>
    public RequestChannel? Channel { get; init; }
}

/// <summary>A request to force a revocation that the customer cannot confirm by mail (RV-2).</summary>
public sealed record ForceRevocationRequest
{
    /// <summary>The ticket's number; 1 to 100 characters.</summary>
    public required string Ticket { get; init; }
}
