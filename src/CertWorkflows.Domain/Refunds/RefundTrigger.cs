namespace CertWorkflows.Domain.Refunds;

/// <summary>What moves a refund case (rules.md section 8).</summary>
public enum RefundTrigger
{
    /// <summary>A manual review begins.</summary>
    StartReview,

    /// <summary>Approves: at once where no review is needed (RF-7), else one reviewer's approval.</summary>
    Approve,

    /// <summary>A reviewer refuses.</summary>
    Reject,

    /// <summary>The customer cancels (RF-24).</summary>
    Cancel,

    /// <summary>The certificate expired before a decision (RF-23).</summary>
    ExpireBeforeDecision,

    /// <summary>The money was returned.</summary>
    Pay,

    /// <summary>The payment failed.</summary>
    FailPayment,

    /// <summary>The failed payment is tried again.</summary>
    RetryPayment,
}
