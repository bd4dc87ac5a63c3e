namespace CertWorkflows.Client;

/// <summary>A link with which a customer sees where a request is.</summary>
public sealed record CustomerLinkDto
{
    /// <summary>The address; whoever has it sees what the customer may see.</summary>
    public required string Url { get; init; }

    /// <summary>When it ceases to be good.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
