using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Definitions;

/// <summary>One version of a workflow, as read from JSON (D-1, D-3). Members that this record does not know are kept in
/// <see cref="Source"/> and printed again.</summary>
public sealed record WorkflowDefinition
{
    /// <summary>Id of this version. Empty when the file has none: the store gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>Id shared by all versions. Empty when the file has none.</summary>
    public string DefinitionId { get; init; } = "";

    /// <summary>Tenant, or <see langword="null"/>.</summary>
    public string? TenantId { get; init; }

    /// <summary>Name shown to people; may be <see langword="null"/>.</summary>
    public string? Name { get; init; }

    /// <summary>Free text; may be <see langword="null"/>.</summary>
    public string? Description { get; init; }

    /// <summary>When this version was made; <see langword="null"/> when the file does not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Version number from 1 on.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Version of the tool that wrote it.</summary>
    public string? ToolVersion { get; init; }

    /// <summary>Definition-level variables (D-17).</summary>
    public IReadOnlyList<VariableDefinition> Variables { get; init; } = [];

    /// <summary>Declared inputs (D-20).</summary>
    public IReadOnlyList<ArgumentDefinition> Inputs { get; init; } = [];

    /// <summary>Declared outputs (D-20).</summary>
    public IReadOnlyList<ArgumentDefinition> Outputs { get; init; } = [];

    /// <summary>Outcomes when used as an activity (D-22).</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>Options (D-4).</summary>
    public WorkflowOptions Options { get; init; } = new();

    /// <summary>Whether edits are refused.</summary>
    public bool IsReadonly { get; init; }

    /// <summary>Whether lists hide it.</summary>
    public bool IsSystem { get; init; }

    /// <summary>Whether it is the newest version.</summary>
    public bool IsLatest { get; init; }

    /// <summary>Whether it is the published version.</summary>
    public bool IsPublished { get; init; }

    /// <summary>The whole definition as JSON, root included; never changed after reading.</summary>
    public required JsonObject Source { get; init; }

    /// <summary>The root activity's JSON; an empty Sequence where the file has none.</summary>
    public required JsonObject Root { get; init; }

    /// <summary>What reading left out, with JSON paths.</summary>
    public IReadOnlyList<DefinitionProblem> Warnings { get; init; } = [];

    /// <summary>Whether generated script accessors use activity names (3.x tools) rather than ids (D-3).</summary>
    public bool IsModern => ToolVersion is { } text
        && int.TryParse(text.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture, out var major) && major >= 3;

    /// <summary>The same with the top-level members that only the other one has, for editors that send nothing but what they know.</summary>
    public WorkflowDefinition WithOtherMembersOf(WorkflowDefinition other)
    {
        var source = Source.DeepClone().AsObject();
        foreach (var (name, value) in other.Source.Where(member => !ActivityJson.Has(Source, member.Key)))
            source[name] = value?.DeepClone();
        return DefinitionReader.Read(source.ToJsonString(DefinitionWriter.Compact));
    }
}

/// <summary>An input or output of a definition (D-20).</summary>
/// <param name="Name">Unique in its list.</param>
/// <param name="Type">Type alias, with <c>[]</c> for arrays.</param>
/// <param name="DisplayName">Label.</param>
/// <param name="Description">Helper text.</param>
/// <param name="Category">Group.</param>
/// <param name="IsStored">Whether an input survives a suspension (D-21); always <see langword="false"/> for outputs.</param>
public sealed record ArgumentDefinition(
    string Name, string Type, string? DisplayName, string? Description, string? Category, bool IsStored);

/// <summary>Options of a definition (D-4), strategy names reduced to their last part without <c>Strategy</c> (D-5).</summary>
/// <param name="ActivationStrategy"><c>AllowAlways</c>, <c>Singleton</c>, <c>CorrelatedSingleton</c>, <c>Correlation</c> or <see langword="null"/>.</param>
/// <param name="IncidentStrategy"><c>Fault</c>, <c>ContinueWithIncidents</c> or <see langword="null"/> for the host's default.</param>
/// <param name="UsableAsActivity">Whether other workflows may embed it.</param>
/// <param name="AutoUpdateConsumingWorkflows">Whether publishing rewrites consumers.</param>
/// <param name="ActivityCategory">Group when used as activity.</param>
/// <param name="CommitStrategyName">Name of a commit strategy; kept, not used: a turn has one commit.</param>
public sealed record WorkflowOptions(
    string? ActivationStrategy = null,
    string? IncidentStrategy = null,
    bool UsableAsActivity = false,
    bool AutoUpdateConsumingWorkflows = false,
    string? ActivityCategory = null,
    string? CommitStrategyName = null);
