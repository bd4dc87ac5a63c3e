namespace CertWorkflows.Domain.Refunds;

/// <summary>What RF-3 asks about earlier refunds of the same certificate.</summary>
public enum RefundStatus
{
    /// <summary>None is open and none was paid.</summary>
    None,

    /// <summary>One is open.</summary>
    InProgress,

    /// <summary>One was paid.</summary>
    Paid,
}
