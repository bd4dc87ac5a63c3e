namespace CertWorkflows.Client;

/// <summary>A person who logs in, and what they may do.</summary>
public sealed record ColleagueDto
{
    /// <summary>The unique name to log in with.</summary>
    public required string Username { get; init; }

    /// <summary>The name to show.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The roles.</summary>
    public required IReadOnlyList<UserRole> Roles { get; init; }

    /// <summary>The task groups.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>Whether they cannot log in at present.</summary>
    public required bool Disabled { get; init; }
}

/// <summary>Which people are wanted.</summary>
public sealed record PeopleRequest : PageRequest;
