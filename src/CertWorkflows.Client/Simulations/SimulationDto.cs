using System.Text.Json;

namespace CertWorkflows.Client;

/// <summary>What happened in a simulation.</summary>
public sealed record SimulationDto
{
    /// <summary>The version that was run.</summary>
    public required int DefinitionVersion { get; init; }

    /// <summary>Why it ended.</summary>
    public required SimulationEnding Ending { get; init; }

    /// <summary>The virtual time at its end.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>How the instance stood.</summary>
    public required InstanceSubStatus SubStatus { get; init; }

    /// <summary>The simulated instance as number 1, then its children and what its events started, in the order in which they began.</summary>
    public required IReadOnlyList<SimulatedInstanceDto> Instances { get; init; }

    /// <summary>The turns of all instances, in order.</summary>
    public required IReadOnlyList<SimulatedStepDto> Steps { get; init; }

    /// <summary>The tasks that were raised.</summary>
    public required IReadOnlyList<SimulatedTaskDto> Tasks { get; init; }

    /// <summary>The deadlines that stood, by due time.</summary>
    public required IReadOnlyList<SimulatedDeadlineDto> Deadlines { get; init; }

    /// <summary>Messages and other effects that would go out.</summary>
    public required IReadOnlyList<SimulatedMessageDto> Messages { get; init; }

    /// <summary>What the given requests came to.</summary>
    public required IReadOnlyList<SimulatedReplyDto> Replies { get; init; }

    /// <summary>What went wrong in the simulated instance.</summary>
    public required IReadOnlyList<string> Incidents { get; init; }

    /// <summary>The simulated instance's output.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Output { get; init; }
}

/// <summary>Why a simulation ended.</summary>
public enum SimulationEnding
{
    /// <summary>The workflow is over.</summary>
    Over,

    /// <summary>It waits for something that no answer and no deadline brings.</summary>
    Waiting,

    /// <summary>The virtual clock reached the given end.</summary>
    Horizon,

    /// <summary>It took more steps than a simulation may; it may be endless.</summary>
    TooManySteps,

    /// <summary>It took more real time than a simulation may.</summary>
    TooLong,
}

/// <summary>An instance as it stood at the end of a simulation.</summary>
public sealed record SimulatedInstanceDto
{
    /// <summary>What the report calls it: 1 for the simulated one.</summary>
    public required int Number { get; init; }

    /// <summary>The definition that it runs.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>The version.</summary>
    public required int DefinitionVersion { get; init; }

    /// <summary>The instance that started it; null for the simulated one and for those that an event started.</summary>
    public int? Parent { get; init; }

    /// <summary>How it stood.</summary>
    public required InstanceSubStatus SubStatus { get; init; }

    /// <summary>What went wrong in it.</summary>
    public required IReadOnlyList<string> Incidents { get; init; }

    /// <summary>Its output.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Output { get; init; }
}

/// <summary>One turn.</summary>
public sealed record SimulatedStepDto
{
    /// <summary>Number of the instance.</summary>
    public required int Instance { get; init; }

    /// <summary>The virtual time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What caused it.</summary>
    public required string Cause { get; init; }

    /// <summary>The activities that began, ended or failed, in order.</summary>
    public required IReadOnlyList<SimulatedActivityDto> Path { get; init; }

    /// <summary>The variables that it changed, by name.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Variables { get; init; }
}

/// <summary>Something an activity did.</summary>
public sealed record SimulatedActivityDto
{
    /// <summary>The activity.</summary>
    public required string ActivityId { get; init; }

    /// <summary>Such as <c>Started</c>, <c>Completed</c> or <c>Faulted</c>.</summary>
    public required string Event { get; init; }

    /// <summary>The outcomes it completed with.</summary>
    public IReadOnlyList<string>? Outcomes { get; init; }

    /// <summary>More about it.</summary>
    public string? Message { get; init; }
}

/// <summary>A task that was raised.</summary>
public sealed record SimulatedTaskDto
{
    /// <summary>Number of the instance.</summary>
    public required int Instance { get; init; }

    /// <summary>The activity.</summary>
    public required string ActivityId { get; init; }

    /// <summary>What is to be done.</summary>
    public required string Title { get; init; }

    /// <summary>Whose work it is.</summary>
    public required string Group { get; init; }

    /// <summary>The group it was escalated to.</summary>
    public string? EscalatedTo { get; init; }

    /// <summary>When it was raised.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is overdue.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was completed or withdrawn.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Where it stood at the end.</summary>
    public required HumanTaskState State { get; init; }

    /// <summary>The decisions to choose from.</summary>
    public required IReadOnlyList<string> Outcomes { get; init; }

    /// <summary>The decision.</summary>
    public string? Outcome { get; init; }
}

/// <summary>A deadline that stood.</summary>
public sealed record SimulatedDeadlineDto
{
    /// <summary>Number of the instance.</summary>
    public required int Instance { get; init; }

    /// <summary>The activity.</summary>
    public required string ActivityId { get; init; }

    /// <summary>What falls due.</summary>
    public required string Purpose { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When it did; null when it was no longer needed, or lay behind the end.</summary>
    public DateTimeOffset? FiredAt { get; init; }
}

/// <summary>A message or other effect that would go out.</summary>
public sealed record SimulatedMessageDto
{
    /// <summary>Number of the instance.</summary>
    public required int Instance { get; init; }

    /// <summary>Such as <c>mail</c>, <c>sms</c> or <c>payment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The activity that asked for it; null where that cannot be told.</summary>
    public string? ActivityId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What would be sent.</summary>
    public required JsonElement Payload { get; init; }

    /// <summary>Whether the receiver was taken to have done it.</summary>
    public required bool Done { get; init; }
}

/// <summary>What a request to a route of the workflow's own came to.</summary>
public sealed record SimulatedReplyDto
{
    /// <summary>When it came.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Its method.</summary>
    public required string Method { get; init; }

    /// <summary>Its path.</summary>
    public required string Path { get; init; }

    /// <summary>The status code: the workflow's, 200 where it answered nothing, 404 where nothing waited for it, 500 where it failed before it answered.</summary>
    public required int Status { get; init; }

    /// <summary>Headers that the workflow sets.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Headers { get; init; }

    /// <summary>Type of the body.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body, where it is text.</summary>
    public string? Content { get; init; }

    /// <summary>Bytes of the body.</summary>
    public required int Size { get; init; }

    /// <summary>Name of the file, where it is a download.</summary>
    public string? Filename { get; init; }
}
