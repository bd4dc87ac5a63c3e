namespace CertWorkflows.Client;

/// <summary>A domain to switch over to a package.</summary>
public sealed record AddPackageDomainRequest
{
    /// <summary>The domain, such as <c>www.example.com</c>.</summary>
    public required string Domain { get; init; }

    /// <summary>The host name or address that serves it now.</summary>
    public required string Origin { get; init; }
}
