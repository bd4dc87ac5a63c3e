namespace CertWorkflows.Client;

/// <summary>Which instances a call is for; what is left out does not filter, but something must be given.</summary>
public sealed record InstanceFilter
{
    /// <summary>These instances.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>Instances of one definition.</summary>
    public string? DefinitionId { get; init; }

    /// <summary>Instances on one version of their definition.</summary>
    public int? DefinitionVersion { get; init; }

    /// <summary>Instances in one state.</summary>
    public InstanceSubStatus? SubStatus { get; init; }

    /// <summary>Instances that events find by this.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Instances with (true) or without (false) incidents.</summary>
    public bool? Incident { get; init; }
}

/// <summary>A request to run what failed again, in many instances.</summary>
public sealed record RetryInstancesRequest
{
    /// <summary>Which instances.</summary>
    public required InstanceFilter Filter { get; init; }

    /// <summary>The activity; all that failed when left out.</summary>
    public string? ActivityId { get; init; }

    /// <summary>Only say which instances it would be; nothing changes.</summary>
    public bool DryRun { get; init; }
}

/// <summary>A request to cancel many instances.</summary>
public sealed record CancelInstancesRequest
{
    /// <summary>Which instances.</summary>
    public required InstanceFilter Filter { get; init; }

    /// <summary>Why; it goes into each journal.</summary>
    public required string Reason { get; init; }

    /// <summary>Only say which instances it would be; nothing changes.</summary>
    public bool DryRun { get; init; }
}

/// <summary>A request to move many instances to another version of their definition.</summary>
public sealed record MigrateInstancesRequest
{
    /// <summary>Which instances.</summary>
    public required InstanceFilter Filter { get; init; }

    /// <summary>Number of the version.</summary>
    public required int Version { get; init; }

    /// <summary>Activities that have got another id: node ids now, and in the other version. Same type and container only.</summary>
    public IReadOnlyDictionary<string, string>? Map { get; init; }

    /// <summary>Only say which instances it would be, and what stands against each; nothing changes.</summary>
    public bool DryRun { get; init; }
}

/// <summary>What became of the instances that a filter found.</summary>
public sealed record BulkInstancesResponse
{
    /// <summary>One result an instance, oldest first; at most 200.</summary>
    public required IReadOnlyList<BulkInstanceResultDto> Results { get; init; }

    /// <summary>Whether the filter finds more than that: call again.</summary>
    public required bool More { get; init; }
}

/// <summary>What became of one instance.</summary>
public sealed record BulkInstanceResultDto
{
    /// <summary>The instance's id.</summary>
    public required string Id { get; init; }

    /// <summary>Whether this call changed it.</summary>
    public required bool Changed { get; init; }

    /// <summary>Why not; null when it did, and in a dry run when nothing stands against it.</summary>
    public ProblemDto? Problem { get; init; }
}
