namespace CertWorkflows.Client;

/// <summary>A request to move an instance to another version of its definition.</summary>
public sealed record MigrateInstanceRequest
{
    /// <summary>Number of the version.</summary>
    public required int Version { get; init; }
}
