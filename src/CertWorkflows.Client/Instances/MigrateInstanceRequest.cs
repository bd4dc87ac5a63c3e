namespace CertWorkflows.Client;

/// <summary>A request to move an instance to another version of its definition.</summary>
public sealed record MigrateInstanceRequest
{
    /// <summary>Number of the version.</summary>
    public required int Version { get; init; }

    /// <summary>Activities that have got another id: node ids now, and in the other version. Same type and container only.</summary>
    public IReadOnlyDictionary<string, string>? Map { get; init; }
}
