namespace CertWorkflows.Client;

/// <summary>What happened to a task, its case and the things of the case.</summary>
public sealed record TaskTimelineDto
{
    /// <summary>What happened, oldest first.</summary>
    public required IReadOnlyList<TimelineEntryDto> Entries { get; init; }
}

/// <summary>Something that happened.</summary>
public sealed record TimelineEntryDto
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What it happened to: <c>task</c>, <c>refund</c>, <c>certificate</c>, …, or the kind of what was sent out: <c>mail</c>, <c>sms</c>,
    /// <c>payment</c>, <c>ca-issue</c>, <c>ca-revoke</c>, …</summary>
    public required string Subject { get; init; }

    /// <summary>What was done: <c>create</c>, <c>claim</c>, <c>comment</c>, <c>approve</c>, <c>requested</c>, <c>done</c>, <c>failed</c>, …</summary>
    public required string Action { get; init; }

    /// <summary>Who or what did it: a username, or <c>system</c>.</summary>
    public required string By { get; init; }

    /// <summary>For whom, where it was delegated; null otherwise.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>The state before; null where there was none.</summary>
    public string? From { get; init; }

    /// <summary>The state after; null where it has not changed.</summary>
    public string? To { get; init; }

    /// <summary>More about it: a comment's text, a mail's receiver and subject, why.</summary>
    public string? Detail { get; init; }
}
