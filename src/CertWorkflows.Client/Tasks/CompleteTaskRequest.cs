using System.Text.Json;

namespace CertWorkflows.Client;

/// <summary>A decision.</summary>
public sealed record CompleteTaskRequest
{
    /// <summary>One of the task's outcomes.</summary>
    public required string Outcome { get; init; }

    /// <summary>An object that fits the task's form; nothing when left out.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>A comment to add with the decision.</summary>
    public string? Comment { get; init; }
}

/// <summary>One decision for many tasks.</summary>
public sealed record CompleteTasksRequest
{
    /// <summary>The tasks; 1 to 200.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>An outcome that each task has.</summary>
    public required string Outcome { get; init; }

    /// <summary>An object that fits each task's form; nothing when left out.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>A comment to add to each.</summary>
    public string? Comment { get; init; }
}

/// <summary>What became of each task.</summary>
public sealed record CompleteTasksResponse
{
    /// <summary>One result a task, in the order of the request.</summary>
    public required IReadOnlyList<BulkTaskResultDto> Results { get; init; }
}

/// <summary>What became of one task in bulk.</summary>
public sealed record BulkTaskResultDto
{
    /// <summary>The task's id.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it was completed by this call.</summary>
    public required bool Completed { get; init; }

    /// <summary>Why not; null when it was.</summary>
    public ProblemDto? Problem { get; init; }
}

/// <summary>A request to hand a task to somebody else.</summary>
public sealed record DelegateTaskRequest
{
    /// <summary>The username of one of the task's candidates.</summary>
    public required string To { get; init; }

    /// <summary>When the task comes back to who held it, if it is still to be done; at most a year ahead. Left out, it is handed over for good.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>A comment to add.</summary>
public sealed record AddTaskCommentRequest
{
    /// <summary>The text; 1 to 4000 characters.</summary>
    public required string Text { get; init; }
}
