namespace CertWorkflows.Domain.Revocations;

/// <summary>States of a revocation (rules.md section 8).</summary>
public enum RevocationState
{
    /// <summary>Waits for the customer to confirm by the link of the mail (RV-1).</summary>
    AwaitingConfirmation,

    /// <summary>A ticket asks to force it; a certificate operator decides (RV-6).</summary>
    ForcedReview,

    /// <summary>Confirmed; the CA has yet to revoke.</summary>
    Confirmed,

    /// <summary>The CA revoked the certificate. Final.</summary>
    Revoked,

    /// <summary>Not confirmed in time (RV-5), or the certificate expired first. Final.</summary>
    Lapsed,

    /// <summary>An operator refused to force it, or gave up because the CA does not revoke. Final.</summary>
    Rejected,
}
