namespace CertWorkflows.Client;

/// <summary>Who did what to which thing.</summary>
public sealed record AuditRecordDto
{
    /// <summary>The record's id.</summary>
    public required string Id { get; init; }

    /// <summary>When, by the business clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The user's or API key's name; <c>system</c> for what happened by itself.</summary>
    public required string Actor { get; init; }

    /// <summary>Whose work it was, where the actor did it for somebody else.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>The kind of thing: <c>certificate</c>, <c>refund</c>, <c>task</c>, <c>instance</c>, <c>user</c> and the like.</summary>
    public required string Subject { get; init; }

    /// <summary>The thing's id.</summary>
    public required string SubjectId { get; init; }

    /// <summary>What was done: <c>approve</c>, <c>claim</c> and the like.</summary>
    public required string Action { get; init; }

    /// <summary>Where it stood before.</summary>
    public string? From { get; init; }

    /// <summary>Where it stood after.</summary>
    public string? To { get; init; }

    /// <summary>Why, or the thing's name.</summary>
    public string? Reason { get; init; }

    /// <summary>The workflow instance in whose turn it happened; null outside of one.</summary>
    public string? InstanceId { get; init; }
}

/// <summary>Which records are wanted; a member left out does not filter.</summary>
public sealed record AuditListRequest : PageRequest
{
    /// <summary>Of one user, API key, or the <c>system</c>.</summary>
    public string? Actor { get; init; }

    /// <summary>About one kind of thing.</summary>
    public string? Subject { get; init; }

    /// <summary>About one thing.</summary>
    public string? SubjectId { get; init; }

    /// <summary>One kind of deed.</summary>
    public string? Action { get; init; }

    /// <summary>Not before this instant.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this instant.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>In turns of one workflow instance.</summary>
    public string? InstanceId { get; init; }
}
