namespace CertWorkflows.Domain.Revocations;

/// <summary>What moves a revocation (rules.md section 8).</summary>
public enum RevocationTrigger
{
    /// <summary>A link goes out by mail; older ones are void (RV-5).</summary>
    SendLink,

    /// <summary>The customer confirmed by the link (RV-1).</summary>
    ConfirmByLink,

    /// <summary>A free DV certificate needs no confirmation (RV-4).</summary>
    ConfirmAtOnce,

    /// <summary>A ticket asks to force it (RV-2).</summary>
    Force,

    /// <summary>An operator approves the forced revocation (RV-6).</summary>
    Approve,

    /// <summary>An operator refuses the forced revocation.</summary>
    Reject,

    /// <summary>Nobody confirmed in time (RV-5).</summary>
    Lapse,

    /// <summary>The certificate expired before the revocation was done.</summary>
    Expire,

    /// <summary>The CA revoked the certificate.</summary>
    Revoke,

    /// <summary>The CA does not revoke, and an operator gave up.</summary>
    GiveUp,
}
