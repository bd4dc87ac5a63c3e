namespace CertWorkflows.Client;

/// <summary>Something that falls due.</summary>
public sealed record DeadlineDto
{
    /// <summary>The deadline's id.</summary>
    public required string Id { get; init; }

    /// <summary>When it falls due.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>What for: <c>due</c>, <c>escalation</c>, <c>timer</c>, <c>expiry</c> and the like.</summary>
    public required string Kind { get; init; }

    /// <summary>The instance that waits for it.</summary>
    public required string InstanceId { get; init; }

    /// <summary>That instance's definition.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>The task it limits; null when it limits none.</summary>
    public string? TaskId { get; init; }

    /// <summary>The kind of case.</summary>
    public string? CaseKind { get; init; }

    /// <summary>The case's id.</summary>
    public string? CaseId { get; init; }

    /// <summary>How often firing it failed.</summary>
    public required int Attempts { get; init; }
}

/// <summary>Which deadlines are wanted.</summary>
public sealed record DeadlineListRequest : PageRequest
{
    /// <summary>Deadlines due before this instant; all when left out.</summary>
    public DateTimeOffset? Before { get; init; }
}
