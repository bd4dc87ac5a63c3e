namespace CertWorkflows.Domain.PackageRefunds;

/// <summary>States of a package's refund case (rules.md sections 6 and 8).</summary>
public enum PackageRefundState
{
    /// <summary>Accepted, and nothing has to happen first.</summary>
    Submitted,

    /// <summary>Waits for domains to be switched back (PK-3), for the bundled certificate's application to be decided
    /// (RF-6), or for its revocation (PK-6).</summary>
    Waiting,

    /// <summary>Waits for reviewers; the package is <see cref="Packages.PackageState.RefundPending"/>.</summary>
    UnderReview,

    /// <summary>To be paid at once.</summary>
    Approved,

    /// <summary>Reviewers refused. Final.</summary>
    Rejected,

    /// <summary>The customer cancelled. Final.</summary>
    Cancelled,

    /// <summary>Domains were not switched back in time (PK-3). Final.</summary>
    StillInUse,

    /// <summary>The bundled certificate was not revoked in time (PK-7). Final.</summary>
    BundledCertificateKept,

    /// <summary>The package expired before the decision. Final.</summary>
    Expired,

    /// <summary>The money was returned. Final; the package is yet to be deleted (PK-4, PK-8).</summary>
    Paid,

    /// <summary>The payment failed and waits to be retried.</summary>
    PaymentFailed,
}
