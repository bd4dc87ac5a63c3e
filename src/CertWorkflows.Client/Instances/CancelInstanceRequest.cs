namespace CertWorkflows.Client;

/// <summary>A request to cancel an instance.</summary>
public sealed record CancelInstanceRequest
{
    /// <summary>Why; it goes into the journal.</summary>
    public required string Reason { get; init; }
}

/// <summary>A request to run a failed activity again.</summary>
public sealed record RetryInstanceRequest
{
    /// <summary>The activity; all that failed when left out.</summary>
    public string? ActivityId { get; init; }
}
