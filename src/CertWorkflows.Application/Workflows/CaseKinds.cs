namespace CertWorkflows.Application.Workflows;

/// <summary>What an instance can work on.</summary>
public static class CaseKinds
{
    public const string Refund = "refund";

    public const string PackageRefund = "package-refund";

    public const string Renewal = "renewal";

    public const string Revocation = "revocation";

    /// <summary>A hosting that replaces a certificate before it expires.</summary>
    public const string Hosting = "hosting";

    /// <summary>A certificate's application at the CA; the case's id is the certificate's.</summary>
    public const string CertificateApplication = "certificate-application";

    /// <summary>A certificate's service from the order to its end; the case's id is the certificate's.</summary>
    public const string Certificate = "certificate";

    /// <summary>A package's service from the order to its end; the case's id is the package's.</summary>
    public const string Package = "package";
}
