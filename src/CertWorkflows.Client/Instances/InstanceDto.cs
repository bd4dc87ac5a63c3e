using System.Text.Json;

namespace CertWorkflows.Client;

/// <summary>An instance with what it waits for.</summary>
public sealed record InstanceDto : InstanceSummaryDto
{
    /// <summary>What was handed in at the start.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Input { get; init; }

    /// <summary>What it gave back; empty while it runs.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Output { get; init; }

    /// <summary>What it waits for.</summary>
    public required IReadOnlyList<InstanceWaitDto> Waits { get; init; }

    /// <summary>What went wrong, oldest first.</summary>
    public required IReadOnlyList<IncidentDto> Incidents { get; init; }

    /// <summary>The version for <c>If-Match</c>.</summary>
    public required long Version { get; init; }
}

/// <summary>Something an instance waits for.</summary>
public sealed record InstanceWaitDto
{
    /// <summary>The activity that waits.</summary>
    public required string ActivityId { get; init; }

    /// <summary>The activity's type, such as <c>CertWorkflows.HumanTask</c>.</summary>
    public required string ActivityType { get; init; }

    /// <summary>The kind of wait.</summary>
    public required string Name { get; init; }

    /// <summary>When it ends by itself; null when it does not.</summary>
    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>Something that went wrong in an instance.</summary>
public sealed record IncidentDto
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The activity that failed.</summary>
    public required string ActivityId { get; init; }

    /// <summary>The activity's type.</summary>
    public required string ActivityType { get; init; }

    /// <summary>The execution that failed; one activity may run several times.</summary>
    public required string ActivityInstanceId { get; init; }

    /// <summary>The outcomes with which it can be skipped.</summary>
    public required IReadOnlyList<string> Outcomes { get; init; }

    /// <summary>What happened.</summary>
    public required string Message { get; init; }

    /// <summary>The type of the exception; null when there was none.</summary>
    public string? ExceptionType { get; init; }
}
