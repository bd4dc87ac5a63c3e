namespace CertWorkflows.Client;

/// <summary>How many instances of a version of a definition there are to see to.</summary>
public sealed record InstanceCountDto
{
    /// <summary>The definition.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>The version.</summary>
    public required int Version { get; init; }

    /// <summary>How many run or wait.</summary>
    public required int Running { get; init; }

    /// <summary>How many have incidents that an operator can retry or skip, running or not.</summary>
    public required int Repairable { get; init; }
}
