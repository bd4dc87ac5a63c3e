namespace CertWorkflows.Client;

/// <summary>The state of a revocation (section 8).</summary>
public enum RevocationState
{
    /// <summary>Waits for the customer to confirm by the link of the mail (RV-1).</summary>
    AwaitingConfirmation,

    /// <summary>A ticket asks to force it; an operator decides (RV-6).</summary>
    ForcedReview,

    /// <summary>Confirmed; the CA has yet to revoke.</summary>
    Confirmed,

    /// <summary>The CA revoked the certificate.</summary>
    Revoked,

    /// <summary>Not confirmed in time (RV-5), or the certificate expired first.</summary>
    Lapsed,

    /// <summary>Refused by an operator, or given up because the CA does not revoke.</summary>
    Rejected,
}
