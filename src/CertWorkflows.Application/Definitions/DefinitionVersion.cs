using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Application.Definitions;

/// <summary>One stored version of a workflow definition (D-31).</summary>
public sealed class DefinitionVersion
{
    /// <summary>Id of this version.</summary>
    public required string Id { get; init; }

    /// <summary>Logical id, the same for all versions; file name of a provisioned definition.</summary>
    public required string DefinitionId { get; init; }

    public int Version { get; init; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public bool IsLatest { get; set; }

    public bool IsPublished { get; set; }

    /// <summary>The Elsa 3 definition.</summary>
    public required string Json { get; set; }

    /// <summary>SHA-256 of the provisioned file, null for a version made by a person.</summary>
    public string? SourceHash { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was first published, null for a draft. A version that ever was published never changes again: instances may run it.</summary>
    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>The activity type under which other definitions use this version; null for a draft, and where it is not meant for that.
    /// Like the text it stays when another version is published: instances and users may be pinned to it.</summary>
    public string? ActivityType { get; set; }

    /// <summary>Concurrency token. Only ever rises from version to version of a definition, so that the latest version's names the
    /// state of the whole definition.</summary>
    public long Revision { get; set; } = 1;

    /// <summary>The definition with the flags of its row, which change after the text was written.</summary>
    public WorkflowDefinition Definition() => DefinitionReader.Read(Json) with { IsLatest = IsLatest, IsPublished = IsPublished };

    /// <summary>The version after the latest one, a draft without text; it is the latest from now on.</summary>
    internal static async Task<DefinitionVersion> AfterAsync(
        WorkflowDb db, DefinitionVersion? latest, string definitionId, string createdBy, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (latest is not null)
        {
            latest.IsLatest = false;
            latest.Revision++;
        }

        var number = await VersionNumbers.NextAsync(db, definitionId, cancellationToken);
        return new DefinitionVersion
        {
            Id = $"{definitionId}:{number}",
            DefinitionId = definitionId,
            Version = number,
            IsLatest = true,
            Json = "",
            CreatedBy = createdBy,
            CreatedAt = now,
        };
    }
}
