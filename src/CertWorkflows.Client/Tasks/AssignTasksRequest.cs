namespace CertWorkflows.Client;

/// <summary>Tasks to hand to one person, or to give back.</summary>
public sealed record AssignTasksRequest
{
    /// <summary>The tasks; 1 to 200.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>The username of who shall do them, which may be the caller; null, which must be said, gives them back to their groups.</summary>
    public required string? To { get; init; }
}

/// <summary>What became of each task.</summary>
public sealed record AssignTasksResponse
{
    /// <summary>One result a task, in the order of the request.</summary>
    public required IReadOnlyList<AssignTaskResultDto> Results { get; init; }
}

/// <summary>What became of one task that was to be handed to somebody.</summary>
public sealed record AssignTaskResultDto
{
    /// <summary>The task's id.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it is with the person now, also where it was before; or with nobody, when it was to be given back.</summary>
    public required bool Assigned { get; init; }

    /// <summary>Why not; null when it is.</summary>
    public ProblemDto? Problem { get; init; }
}
