namespace CertWorkflows.Client;

/// <summary>The state of a one-click HTTPS package (section 8).</summary>
public enum PackageState
{
    /// <summary>Bought, and no domain is switched over.</summary>
    Active,

    /// <summary>At least one domain is switched over.</summary>
    InUse,

    /// <summary>A refund is under way.</summary>
    RefundPending,

    /// <summary>The money went back.</summary>
    Refunded,

    /// <summary>The customer deleted the refunded package.</summary>
    Deleted,

    /// <summary>Its year ended; the configuration is kept for 7 days (EX-4).</summary>
    Expired,

    /// <summary>The configuration was released (EX-5).</summary>
    Released,
}
