namespace CertWorkflows.Client;

/// <summary>What moving an instance to another version does.</summary>
public sealed record MigrationDto
{
    /// <summary>The version it runs on now.</summary>
    public required int FromVersion { get; init; }

    /// <summary>The version it would run on.</summary>
    public required int ToVersion { get; init; }

    /// <summary>Whether it can be moved: there are no problems.</summary>
    public required bool Possible { get; init; }

    /// <summary>The activities under way, and where each goes.</summary>
    public required IReadOnlyList<MigrationStepDto> Steps { get; init; }

    /// <summary>Why it cannot be moved, by activity.</summary>
    public required IReadOnlyList<MigrationProblemDto> Problems { get; init; }
}

/// <summary>An activity under way and its place in the other version.</summary>
public sealed record MigrationStepDto
{
    /// <summary>Its node now.</summary>
    public required string From { get; init; }

    /// <summary>Its node in the other version; null where it has none.</summary>
    public string? To { get; init; }

    /// <summary>Its type.</summary>
    public required string ActivityType { get; init; }
}

/// <summary>Why an instance cannot be moved.</summary>
public sealed record MigrationProblemDto
{
    /// <summary>The node that it is about, in the version it runs on.</summary>
    public required string NodeId { get; init; }

    /// <summary>What is in the way.</summary>
    public required string Message { get; init; }
}
