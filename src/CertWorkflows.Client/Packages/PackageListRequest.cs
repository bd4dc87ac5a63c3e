namespace CertWorkflows.Client;

/// <summary>Which packages are wanted; a member left out does not filter.</summary>
public sealed record PackageListRequest : PageRequest
{
    /// <summary>Packages of one customer.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Packages in one state.</summary>
    public PackageState? State { get; init; }

    /// <summary>Packages that are, or are not, marked as expiring soon (EX-1).</summary>
    public bool? ExpiringSoon { get; init; }
}
