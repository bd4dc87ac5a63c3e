namespace CertWorkflows.Domain.Hostings;

/// <summary>States of a hosting.</summary>
public enum HostingState
{
    /// <summary>Bought, and not in use: it can be started for a certificate.</summary>
    Bought,

    /// <summary>A certificate is replaced by it before it expires.</summary>
    Active,

    /// <summary>It is used up. Final.</summary>
    Ended,
}
