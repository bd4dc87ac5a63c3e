namespace CertWorkflows.Application.RunTasks;

/// <summary>A piece of work for a program outside, handed out by an <c>Elsa.RunTask</c> activity that waits for its result .</summary>
public sealed class RunTask
{
    /// <summary>The task id that the workflow knows it by.</summary>
    public Guid Id { get; init; }

    public Guid InstanceId { get; init; }

    /// <summary>The bookmark that its result resumes.</summary>
    public Guid BookmarkId { get; init; }

    /// <summary>The activity's id in the definition.</summary>
    public required string ActivityId { get; init; }

    public required string DefinitionId { get; init; }

    /// <summary>What sort of work it is; programs look for it by this.</summary>
    public required string Name { get; init; }

    /// <summary>JSON that the program needs to do it; null when the workflow gives none.</summary>
    public string? Payload { get; init; }

    public string? CorrelationId { get; init; }

    public RunTaskState State { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public string? CompletedBy { get; set; }

    /// <summary>When it was completed or cancelled.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Concurrency token.</summary>
    public long Version { get; set; }
}

/// <summary>Where a run task stands.</summary>
public enum RunTaskState
{
    /// <summary>To be done.</summary>
    Open,

    /// <summary>Its result was reported.</summary>
    Completed,

    /// <summary>The workflow went on without it.</summary>
    Cancelled,
}
