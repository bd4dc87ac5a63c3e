namespace CertWorkflows.Domain.Certificates;

/// <summary>What moves a certificate (rules.md section 8).</summary>
public enum CertificateTrigger
{
    /// <summary>The customer submits the application.</summary>
    Submit,

    /// <summary>The customer takes the application back.</summary>
    Withdraw,

    /// <summary>The CA accepted the application and has yet to sign (RF-6).</summary>
    PassReview,

    /// <summary>The CA refused the application.</summary>
    FailReview,

    /// <summary>The CA signed.</summary>
    Issue,

    /// <summary>A revocation was asked for.</summary>
    StartRevocation,

    /// <summary>The revocation lapsed or was rejected.</summary>
    CancelRevocation,

    /// <summary>The revocation was confirmed and done.</summary>
    Revoke,

    /// <summary>A refund was asked for.</summary>
    RequestRefund,

    /// <summary>The refund ended without money.</summary>
    ReturnFromRefund,

    /// <summary>The money was returned.</summary>
    CompleteRefund,

    /// <summary>The expiry came near (EX-1).</summary>
    MarkExpiringSoon,

    /// <summary>Validity ended.</summary>
    Expire,

    /// <summary>A renewal put the expired certificate back in service (EX-4).</summary>
    Renew,

    /// <summary>The days of grace passed (EX-5).</summary>
    Release,

    /// <summary>The renewal was verified (RN-8).</summary>
    Supersede,

    /// <summary>The bought service ended before anything was issued, or the credit was given back (BL-3).</summary>
    Lapse,
}
