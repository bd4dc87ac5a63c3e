namespace CertWorkflows.Client;

/// <summary>A user, as an administrator sees them.</summary>
public sealed record UserDto
{
    /// <summary>The user's id.</summary>
    public required string Id { get; init; }

    /// <summary>The unique name to log in with.</summary>
    public required string Username { get; init; }

    /// <summary>The name to show.</summary>
    public required string DisplayName { get; init; }

    /// <summary>What the user may do.</summary>
    public required IReadOnlyList<UserRole> Roles { get; init; }

    /// <summary>The task groups: <c>refunds</c>, <c>certificates</c>, <c>customer-care</c>, <c>supervisors</c>.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>A disabled user cannot log in; their history stays.</summary>
    public bool Disabled { get; init; }

    /// <summary>When the user was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The version for <c>If-Match</c>.</summary>
    public required long Version { get; init; }
}

/// <summary>Which users are wanted.</summary>
public sealed record UserListRequest : PageRequest;
