namespace CertWorkflows.Domain.PackageRefunds;

/// <summary>What moves a package's refund case (rules.md sections 6 and 8).</summary>
public enum PackageRefundTrigger
{
    /// <summary>Something has to happen first (PK-3, PK-6).</summary>
    Wait,

    /// <summary>Nothing is waited for any more, and a review begins.</summary>
    StartReview,

    /// <summary>One reviewer's approval.</summary>
    Approve,

    /// <summary>A reviewer refuses.</summary>
    Reject,

    /// <summary>The customer cancels.</summary>
    Cancel,

    /// <summary>The time to switch domains back is over, and some are switched over (PK-3).</summary>
    KeepInUse,

    /// <summary>The time to revoke the bundled certificate is over (PK-7).</summary>
    KeepCertificate,

    /// <summary>The package expired before the decision.</summary>
    Expire,

    /// <summary>The money was returned.</summary>
    Pay,

    /// <summary>The payment failed.</summary>
    FailPayment,

    /// <summary>The failed payment is tried again.</summary>
    RetryPayment,

    /// <summary>The refunded package is deleted for the customer (PK-4, PK-8).</summary>
    DeletePackage,
}
