namespace CertWorkflows.Client;

/// <summary>A certificate that shall serve all domains of a package.</summary>
public sealed record InstallPackageCertificateRequest
{
    /// <summary>The certificate's id: the customer's own, in service, for every domain that is switched over.</summary>
    public required string CertificateId { get; init; }
}
