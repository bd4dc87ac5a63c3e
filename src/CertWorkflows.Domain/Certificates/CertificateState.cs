namespace CertWorkflows.Domain.Certificates;

/// <summary>States of a certificate (rules.md section 8).</summary>
public enum CertificateState
{
    /// <summary>Paid, and no application is with the CA.</summary>
    Paid,

    /// <summary>The application is with the CA.</summary>
    UnderReview,

    /// <summary>The CA refused the application; another may be submitted.</summary>
    ReviewFailed,

    /// <summary>The CA signed; the certificate is in service.</summary>
    Issued,

    /// <summary>Its revocation waits to be confirmed (section 7).</summary>
    RevocationPending,

    /// <summary>Revoked.</summary>
    Revoked,

    /// <summary>A refund is under way (RF-24).</summary>
    RefundPending,

    /// <summary>The money was returned. Final.</summary>
    Refunded,

    /// <summary>Validity ended; the configuration is kept for 7 days (EX-4).</summary>
    Expired,

    /// <summary>The configuration was released (EX-5). Final.</summary>
    Released,

    /// <summary>A verified renewal took its place (RN-8). Final.</summary>
    Superseded,

    /// <summary>Never issued, and the bought service ended or the credit was given back (BL-3). Final.</summary>
    Lapsed,
}
