namespace CertWorkflows.Domain.Refunds;

/// <summary>States of a refund case (rules.md section 8).</summary>
public enum RefundState
{
    /// <summary>Accepted; the next move depends on the assessment.</summary>
    Submitted,

    /// <summary>Waits for reviewers (RF-22); the only state in which the customer can cancel (RF-24).</summary>
    UnderReview,

    /// <summary>To be paid at once.</summary>
    Approved,

    /// <summary>Reviewers refused. Final.</summary>
    Rejected,

    /// <summary>The customer cancelled. Final.</summary>
    Cancelled,

    /// <summary>The certificate expired before a decision (RF-23). Final.</summary>
    ExpiredBeforeDecision,

    /// <summary>The money was returned. Final.</summary>
    Paid,

    /// <summary>The payment failed and waits to be retried.</summary>
    PaymentFailed,
}
