namespace CertWorkflows.Client;

/// <summary>The caller, as they see themselves.</summary>
public sealed record MeDto
{
    /// <summary>The user's id, or the API key's.</summary>
    public required string Id { get; init; }

    /// <summary>The unique name.</summary>
    public required string Username { get; init; }

    /// <summary>The name to show.</summary>
    public required string DisplayName { get; init; }

    /// <summary>What the caller may do.</summary>
    public required IReadOnlyList<UserRole> Roles { get; init; }

    /// <summary>The task groups the caller belongs to.</summary>
    public required IReadOnlyList<string> Groups { get; init; }
}
