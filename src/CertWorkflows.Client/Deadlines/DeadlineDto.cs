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

    /// <summary>The activity that waits for it.</summary>
    public required string ActivityId { get; init; }

    /// <summary>It is due and has not fired yet.</summary>
    public required bool Late { get; init; }

    /// <summary>Given up after too many failures: an operator decides.</summary>
    public required bool Parked { get; init; }

    /// <summary>What firing it last ran into; null when nothing stood against it.</summary>
    public string? LastError { get; init; }
}

/// <summary>Which deadlines are wanted.</summary>
public sealed record DeadlineListRequest : PageRequest
{
    /// <summary>Deadlines due before this instant; all when left out.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Deadlines of one instance.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Deadlines that are due (true) or not due yet (false).</summary>
    public bool? Late { get; init; }

    /// <summary>Deadlines that failed to fire before and were set again, or given up (true), or the others (false).</summary>
    public bool? Failing { get; init; }
}
