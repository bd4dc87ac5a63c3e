namespace CertWorkflows.Client;

/// <summary>Which certificates are wanted; a member left out does not filter.</summary>
public sealed record CertificateListRequest : PageRequest
{
    /// <summary>Certificates of one customer.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Certificates in one state.</summary>
    public CertificateState? State { get; init; }

    /// <summary>Certificates that expire within so many days.</summary>
    public int? ExpiringWithinDays { get; init; }

    /// <summary>Certificates that are, or are not, marked as expiring soon (EX-1).</summary>
    public bool? ExpiringSoon { get; init; }

    /// <summary>Certificates of one brand.</summary>
    public string? Brand { get; init; }

    /// <summary>A word in the id, the domains or the company.</summary>
    public string? Q { get; init; }
}
