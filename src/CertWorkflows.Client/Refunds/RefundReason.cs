namespace CertWorkflows.Client;

/// <summary>Why the customer wants the money back (RF-26); written in kebab-case.</summary>
public enum RefundReason
{
    /// <summary>Application or installation is blocked and no help was found.</summary>
    Blocked,

    /// <summary>The application stays under review or failed.</summary>
    SlowReview,

    /// <summary>Renewed with a different kind; refund and buy again.</summary>
    RenewedWrongKind,

    /// <summary>Business reasons.</summary>
    NotNeeded,

    /// <summary>Something else; the comment says what.</summary>
    Other,
}
