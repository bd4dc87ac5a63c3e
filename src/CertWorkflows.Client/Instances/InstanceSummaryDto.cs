namespace CertWorkflows.Client;

/// <summary>An instance as a list shows it.</summary>
public record InstanceSummaryDto
{
    /// <summary>The instance's id.</summary>
    public required string Id { get; init; }

    /// <summary>The definition it runs.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>The version of the definition.</summary>
    public required int DefinitionVersion { get; init; }

    /// <summary>Running or finished.</summary>
    public required InstanceStatus Status { get; init; }

    /// <summary>How exactly.</summary>
    public required InstanceSubStatus SubStatus { get; init; }

    /// <summary>The name the workflow gave itself.</summary>
    public string? Name { get; init; }

    /// <summary>What events find it by.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>What people know the case by.</summary>
    public string? BusinessKey { get; init; }

    /// <summary>The kind of case it runs, such as <c>refund</c>; null when it runs none.</summary>
    public string? CaseKind { get; init; }

    /// <summary>The case's id.</summary>
    public string? CaseId { get; init; }

    /// <summary>The instance that started it; null when none did.</summary>
    public string? ParentId { get; init; }

    /// <summary>How many incidents it has.</summary>
    public required int IncidentCount { get; init; }

    /// <summary>What went wrong last; null without incidents.</summary>
    public LastIncidentDto? LastIncident { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last did something.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>What went wrong last, in short.</summary>
public sealed record LastIncidentDto
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The activity that failed.</summary>
    public required string ActivityId { get; init; }

    /// <summary>What happened.</summary>
    public required string Message { get; init; }
}
