namespace CertWorkflows.Client;

/// <summary>Which hosting is wanted; a member left out does not filter.</summary>
public sealed record HostingListRequest : PageRequest
{
    /// <summary>Hosting of one customer.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Hosting in one state.</summary>
    public HostingState? State { get; init; }
}
