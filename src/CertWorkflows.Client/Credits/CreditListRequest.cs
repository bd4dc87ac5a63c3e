namespace CertWorkflows.Client;

/// <summary>Which credit lots are wanted; a member left out does not filter.</summary>
public sealed record CreditListRequest : PageRequest
{
    /// <summary>Lots of one customer.</summary>
    public string? CustomerId { get; init; }
}
