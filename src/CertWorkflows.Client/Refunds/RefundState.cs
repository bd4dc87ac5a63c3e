namespace CertWorkflows.Client;

/// <summary>The state of a refund case (section 8).</summary>
public enum RefundState
{
    /// <summary>Accepted, not yet assessed.</summary>
    Submitted,

    /// <summary>Waits for a reviewer; the only state in which the customer can cancel (RF-24).</summary>
    UnderReview,

    /// <summary>Approved; the money is on its way.</summary>
    Approved,

    /// <summary>A reviewer said no.</summary>
    Rejected,

    /// <summary>The customer took it back.</summary>
    Cancelled,

    /// <summary>The certificate expired before a decision (RF-23).</summary>
    ExpiredBeforeDecision,

    /// <summary>The money went back.</summary>
    Paid,

    /// <summary>The payment failed for good and waits for an operator.</summary>
    PaymentFailed,
}
