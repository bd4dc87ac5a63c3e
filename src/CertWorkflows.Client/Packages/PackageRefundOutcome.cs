namespace CertWorkflows.Client;

/// <summary>What the rules say to the refund of a package (section 6).</summary>
public enum PackageRefundOutcome
{
    /// <summary>It can be paid.</summary>
    Eligible,

    /// <summary>It can be paid once something has happened.</summary>
    Waiting,

    /// <summary>It cannot be refunded.</summary>
    Refused,
}
