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

/// <summary>A request to go on without a failed activity.</summary>
public sealed record SkipActivityRequest
{
    /// <summary>The activity.</summary>
    public required string ActivityId { get; init; }

    /// <summary>The execution, where the activity has failed in several at once; can be left out otherwise.</summary>
    public string? ActivityInstanceId { get; init; }

    /// <summary>The outcome it is taken to have had; one of the activity's own.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why; it goes into the audit trail.</summary>
    public required string Reason { get; init; }
}
