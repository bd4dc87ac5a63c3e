namespace CertWorkflows.Domain.Packages;

/// <summary>What moves a package (rules.md section 8).</summary>
public enum PackageTrigger
{
    /// <summary>A domain is switched over to the package.</summary>
    SwitchOver,

    /// <summary>A domain is switched back to its origin (PK-3).</summary>
    SwitchBack,

    /// <summary>Another certificate serves from now on (EX-7).</summary>
    InstallCertificate,

    /// <summary>The package is renewed (EX-6).</summary>
    Renew,

    /// <summary>A refund of it is under way.</summary>
    RequestRefund,

    /// <summary>The refund ended without money.</summary>
    ReturnFromRefund,

    /// <summary>The money was returned.</summary>
    CompleteRefund,

    /// <summary>The customer deletes the refunded package.</summary>
    Delete,

    /// <summary>The expiry came near (EX-1).</summary>
    MarkExpiringSoon,

    /// <summary>The year ended.</summary>
    Expire,

    /// <summary>The days of grace passed (EX-5).</summary>
    Release,
}
