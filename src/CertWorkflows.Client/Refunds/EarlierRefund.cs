namespace CertWorkflows.Client;

/// <summary>Whether a refund was asked for before (RF-3).</summary>
public enum EarlierRefund
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>One is under way.</summary>
    InProgress,

    /// <summary>One was paid.</summary>
    Paid,
}
