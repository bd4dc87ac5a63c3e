namespace CertWorkflows.Domain.Packages;

/// <summary>What section 6 says to a package's refund.</summary>
public enum PackageRefundOutcome
{
    /// <summary>It can be paid.</summary>
    Eligible,

    /// <summary>It can be paid once something has happened.</summary>
    Waiting,

    /// <summary>It cannot be refunded.</summary>
    Refused,
}
