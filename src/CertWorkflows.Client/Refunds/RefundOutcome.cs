namespace CertWorkflows.Client;

/// <summary>What the rules of section 5 say to a refund.</summary>
public enum RefundOutcome
{
    /// <summary>Paid at once, without a review (RF-7).</summary>
    Automatic,

    /// <summary>Paid after a manual review (RF-8, RF-10).</summary>
    Manual,

    /// <summary>Not possible.</summary>
    Refused,
}
