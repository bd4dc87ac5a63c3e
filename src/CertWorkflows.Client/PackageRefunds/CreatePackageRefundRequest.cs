namespace CertWorkflows.Client;

/// <summary>A ticket that asks for a package's refund (PK-2); there is no self-service.</summary>
public sealed record CreatePackageRefundRequest
{
    /// <summary>The package whose cash is asked back.</summary>
    public required string PackageId { get; init; }

    /// <summary>The ticket's number, 1 to 100 characters; without one the request is refused.</summary>
    public string? Ticket { get; init; }

    /// <summary>What the customer wrote.</summary>
    public string? Comment { get; init; }
}
