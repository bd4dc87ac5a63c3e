namespace CertWorkflows.Application.Definitions;

/// <summary>That a version uses a version of another definition as an activity; written with the version that uses it.</summary>
public sealed class DefinitionUse
{
    /// <summary>The version that uses it.</summary>
    public required string VersionId { get; init; }

    public required string UsedVersionId { get; init; }

    public required string UsedDefinitionId { get; init; }
}
