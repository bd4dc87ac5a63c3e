namespace CertWorkflows.Domain.Packages;

/// <summary>States of a one-click HTTPS package (rules.md section 8).</summary>
public enum PackageState
{
    /// <summary>Bought, and no domain is switched over.</summary>
    Active,

    /// <summary>At least one domain is switched over.</summary>
    InUse,

    /// <summary>A refund is under way (section 6).</summary>
    RefundPending,

    /// <summary>The money was returned.</summary>
    Refunded,

    /// <summary>The customer deleted the refunded package (PK-4, PK-8). Final.</summary>
    Deleted,

    /// <summary>The year ended; the configuration is kept for 7 days (EX-4).</summary>
    Expired,

    /// <summary>The configuration was released (EX-5). Final.</summary>
    Released,
}
