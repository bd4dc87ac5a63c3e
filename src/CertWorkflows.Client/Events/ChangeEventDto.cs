namespace CertWorkflows.Client;

/// <summary>Something that happened to a case, a task or an instance, as <c>GET /events</c> tells it.</summary>
public sealed record ChangeEventDto
{
    /// <summary>What to give as <c>Last-Event-ID</c> to go on behind it.</summary>
    public required string Id { get; init; }

    /// <summary>When it happened, by the server's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary><c>task</c>, <c>refund</c>, <c>certificate</c>, <c>renewal</c>, <c>instance</c>, …</summary>
    public required string Subject { get; init; }

    /// <summary>The thing's id.</summary>
    public required string SubjectId { get; init; }

    /// <summary>What was done: <c>create</c>, <c>claim</c>, <c>comment</c>, <c>complete</c>, <c>approve</c>, …</summary>
    public required string Action { get; init; }

    /// <summary>The state or holder before; null where there was none.</summary>
    public string? From { get; init; }

    /// <summary>The state or holder after; null where there is none.</summary>
    public string? To { get; init; }

    /// <summary>Who did it: a username, an API key's name, or <c>system</c>.</summary>
    public required string By { get; init; }

    /// <summary>The workflow instance in whose turn it happened; null outside of one.</summary>
    public string? InstanceId { get; init; }
}

/// <summary>One message of the stream <c>GET /events</c>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Change">What happened; null unless it is a <see cref="ChangeMessageKind.Change"/>.</param>
public sealed record ChangeMessage(ChangeMessageKind Kind, ChangeEventDto? Change);

/// <summary>The messages of the stream <c>GET /events</c>.</summary>
public enum ChangeMessageKind
{
    /// <summary>The stream is open; whatever happens from now on is told.</summary>
    Open,

    /// <summary>Something happened.</summary>
    Change,

    /// <summary>Nothing happened for a while; the connection is alive.</summary>
    Heartbeat,

    /// <summary>More happened than is told: read anew what you show.</summary>
    Reset,
}
