namespace CertWorkflows.Infrastructure.Connectors.Ca.Sandbox;

/// <summary>A certificate that the sandbox has revoked; each is on its CRL.</summary>
internal sealed class SandboxRevocation
{
    /// <summary>Primary key, so that the database refuses to revoke twice; hexadecimal.</summary>
    public required string Serial { get; init; }

    public required string CertificateId { get; init; }

    /// <summary>Of the effect that revoked it: its repeat gets the same answer.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>As in the payload.</summary>
    public required string Reason { get; init; }

    public DateTimeOffset RevokedAt { get; init; }
}
