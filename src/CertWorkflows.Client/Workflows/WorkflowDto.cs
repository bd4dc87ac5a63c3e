using System.Text.Json;

namespace CertWorkflows.Client;

/// <summary>A workflow definition.</summary>
public sealed record WorkflowDto
{
    /// <summary>The definition's id, such as <c>refund-review</c>; the same for all its versions.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>The name to show.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>The newest version, published or not.</summary>
    public required int LatestVersion { get; init; }

    /// <summary>The version that new instances run; null when none is published.</summary>
    public int? PublishedVersion { get; init; }

    /// <summary>What a start may hand in.</summary>
    public required IReadOnlyList<WorkflowInputDto> Inputs { get; init; }
}

/// <summary>Something that a start may hand in.</summary>
public sealed record WorkflowInputDto
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The alias of its type in the definition format, such as <c>String</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What it means.</summary>
    public string? Description { get; init; }

    /// <summary>Whether a start without it is refused.</summary>
    public required bool Required { get; init; }
}

/// <summary>One version of a definition.</summary>
public sealed record WorkflowVersionDto
{
    /// <summary>The version's own id.</summary>
    public required string Id { get; init; }

    /// <summary>The version, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>Whether new instances run it.</summary>
    public required bool Published { get; init; }

    /// <summary>Whether it is the newest.</summary>
    public required bool Latest { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A request to start a published workflow.</summary>
public sealed record StartWorkflowRequest
{
    /// <summary>The inputs by name; none when left out.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Input { get; init; }

    /// <summary>What events find the instance by.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>What people know the case by; one running instance of a definition a key.</summary>
    public string? BusinessKey { get; init; }
}

/// <summary>Which workflows are wanted.</summary>
public sealed record WorkflowListRequest : PageRequest;
