namespace CertWorkflows.Client;

/// <summary>A request for a new user.</summary>
public sealed record CreateUserRequest
{
    /// <summary>The unique name to log in with.</summary>
    public required string Username { get; init; }

    /// <summary>The name to show; the username when left out.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The first password.</summary>
    public required string Password { get; init; }

    /// <summary>What the user may do.</summary>
    public required IReadOnlyList<UserRole> Roles { get; init; }

    /// <summary>The task groups; none when left out.</summary>
    public IReadOnlyList<string>? Groups { get; init; }
}

/// <summary>What to change about a user; a member left out stays as it is.</summary>
public sealed record UpdateUserRequest
{
    /// <summary>The name to show.</summary>
    public string? DisplayName { get; init; }

    /// <summary>All roles the user has afterwards.</summary>
    public IReadOnlyList<UserRole>? Roles { get; init; }

    /// <summary>All groups the user has afterwards.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>Whether the user is kept from logging in.</summary>
    public bool? Disabled { get; init; }
}

/// <summary>A request to give a user another password.</summary>
public sealed record SetPasswordRequest
{
    /// <summary>The new password.</summary>
    public required string NewPassword { get; init; }

    /// <summary>The present password; needed when a user changes their own.</summary>
    public string? CurrentPassword { get; init; }
}
