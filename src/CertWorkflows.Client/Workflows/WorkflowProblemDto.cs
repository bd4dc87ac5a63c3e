namespace CertWorkflows.Client;

/// <summary>Something wrong with a workflow definition.</summary>
public sealed record WorkflowProblemDto
{
    /// <summary>Whether it forbids publishing.</summary>
    public required ProblemSeverity Severity { get; init; }

    /// <summary>Kebab-case name of the rule, stable, such as <c>dangling-connection</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The node: ids from the workflow down, joined with colons; for an unreadable file its JSON path; null for the definition itself.</summary>
    public string? NodeId { get; init; }

    /// <summary>What was found, what was allowed and what would go wrong.</summary>
    public required string Message { get; init; }
}

/// <summary>How bad a <see cref="WorkflowProblemDto"/> is.</summary>
public enum ProblemSeverity
{
    /// <summary>Publishing is refused.</summary>
    Error,

    /// <summary>Publishing goes on.</summary>
    Warning,
}

/// <summary>Everything that is wrong with a definition.</summary>
public sealed record WorkflowValidationDto
{
    /// <summary>Whether it could be published.</summary>
    public required bool Valid { get; init; }

    /// <summary>All problems, errors first.</summary>
    public required IReadOnlyList<WorkflowProblemDto> Problems { get; init; }
}

/// <summary>A definition after it was saved, published or retracted.</summary>
public sealed record WorkflowSavedDto
{
    /// <summary>The definition's id.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>The latest version's own id.</summary>
    public required string VersionId { get; init; }

    /// <summary>The latest version.</summary>
    public required int LatestVersion { get; init; }

    /// <summary>The version that new instances run; null when none is published.</summary>
    public int? PublishedVersion { get; init; }

    /// <summary>What is wrong with the latest version, errors first; after retracting, who still uses the workflow as an activity.</summary>
    public required IReadOnlyList<WorkflowProblemDto> Problems { get; init; }

    /// <summary>How many workflows that use this one now use the version just published.</summary>
    public int ConsumingWorkflowCount { get; init; }

    /// <summary>Workflows that use this one and what publishing did to them; none unless it says that they follow it.</summary>
    public IReadOnlyList<WorkflowConsumerDto> Consumers { get; init; } = [];
}

/// <summary>A workflow that uses another one as an activity, after that was published.</summary>
public sealed record WorkflowConsumerDto
{
    /// <summary>The definition's id.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Number of its version that uses the new one; where it was left, of the one that goes on using the old one.</summary>
    public required int Version { get; init; }

    /// <summary>What became of it.</summary>
    public required WorkflowConsumerUpdate Update { get; init; }

    /// <summary>What is wrong with it now, or forbade to change it.</summary>
    public required IReadOnlyList<WorkflowProblemDto> Problems { get; init; }
}

/// <summary>What became of a workflow that uses another one.</summary>
public enum WorkflowConsumerUpdate
{
    /// <summary>A new version was published.</summary>
    Published,

    /// <summary>Its draft was changed, or a new one made.</summary>
    Drafted,

    /// <summary>It was left as it is.</summary>
    Left,
}
