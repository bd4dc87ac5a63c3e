namespace CertWorkflows.Domain.Refunds;

/// <summary>What section 5 says to a request.</summary>
public enum RefundOutcome
{
    /// <summary>Full refund, at once, no manual review (RF-7).</summary>
    Automatic,

    /// <summary>Full refund after manual review (RF-8, RF-10).</summary>
    Manual,

    /// <summary>No refund.</summary>
    Refused,
}
