using System.Text.Json;

namespace CertWorkflows.Client;

/// <summary>A piece of work that a workflow hands to a program and whose result it waits for.</summary>
public sealed record RunTaskDto
{
    /// <summary>The id under which the result is reported; the workflow knows it too.</summary>
    public required string Id { get; init; }

    /// <summary>What sort of work it is.</summary>
    public required string Name { get; init; }

    /// <summary>What the program needs to do it; null when the workflow gives nothing.</summary>
    public JsonElement? Payload { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunTaskState State { get; init; }

    /// <summary>The instance that waits for it.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The instance's definition.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>The activity that handed it out.</summary>
    public required string ActivityId { get; init; }

    /// <summary>The instance's correlation id when it was handed out, if any.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>When it was handed out.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who reported the result; null unless it was reported.</summary>
    public string? CompletedBy { get; init; }

    /// <summary>When it was completed or cancelled; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Its version, for <c>If-Match</c>.</summary>
    public required long Version { get; init; }
}

/// <summary>The state of a run task.</summary>
public enum RunTaskState
{
    /// <summary>Waits for its result.</summary>
    Open,

    /// <summary>Its result was reported.</summary>
    Completed,

    /// <summary>The workflow went on without it.</summary>
    Cancelled,
}

/// <summary>Which run tasks are wanted.</summary>
public sealed record RunTaskListRequest : PageRequest
{
    /// <summary>Tasks in one state; open ones when left out.</summary>
    public RunTaskState? State { get; init; }

    /// <summary>Tasks of this name; of any when left out.</summary>
    public string? Name { get; init; }

    /// <summary>How long to wait for one when there is none, 1 to 60 whole seconds; not at all when left out.</summary>
    public TimeSpan? Wait { get; init; }
}

/// <summary>The result of a run task.</summary>
public sealed record CompleteRunTaskRequest
{
    /// <summary>What the workflow gets to see; nothing when left out. At most 256 KiB.</summary>
    public JsonElement? Result { get; init; }
}
