namespace CertWorkflows.Client;

/// <summary>The state of a certificate (section 8).</summary>
public enum CertificateState
{
    /// <summary>Paid, nothing submitted to the CA.</summary>
    Paid,

    /// <summary>The CA reviews the application.</summary>
    UnderReview,

    /// <summary>The CA refused the application.</summary>
    ReviewFailed,

    /// <summary>Signed and valid.</summary>
    Issued,

    /// <summary>A revocation waits for its confirmation (RV-1).</summary>
    RevocationPending,

    /// <summary>Revoked.</summary>
    Revoked,

    /// <summary>A refund is under review (RF-24).</summary>
    RefundPending,

    /// <summary>The money went back.</summary>
    Refunded,

    /// <summary>Its validity ended (EX-3).</summary>
    Expired,

    /// <summary>Its configuration is gone (EX-5).</summary>
    Released,

    /// <summary>Its verified renewal took its place (RN-8).</summary>
    Superseded,

    /// <summary>The service ended before it was issued.</summary>
    Lapsed,
}
