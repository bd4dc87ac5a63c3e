namespace CertWorkflows.Client;

/// <summary>What came of one log-in, as long as it can go on.</summary>
public sealed record SessionDto
{
    /// <summary>The session's id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the user who logged in.</summary>
    public required string UserId { get; init; }

    /// <summary>Who logged in.</summary>
    public required PersonDto User { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it was last renewed.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When it ends unless it is renewed before.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>It is the one that asks.</summary>
    public required bool Current { get; init; }
}

/// <summary>Which page of one's own sessions is wanted.</summary>
public sealed record OwnSessionListRequest : PageRequest;

/// <summary>Which sessions are wanted.</summary>
public sealed record SessionListRequest : PageRequest
{
    /// <summary>Of one user; of all when left out.</summary>
    public string? UserId { get; init; }
}
