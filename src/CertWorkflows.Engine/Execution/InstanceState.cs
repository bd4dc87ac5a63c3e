using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Execution;

/// <summary>An instance between two turns (P-1). A turn never changes the state it was given.</summary>
public sealed class InstanceState
{
    /// <summary>Version of the stored form that <see cref="ToJson"/> writes.</summary>
    public const int Schema = 1;

    /// <summary>Id of the instance.</summary>
    public required Guid Id { get; init; }

    /// <summary>Logical id of the definition.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Id of the definition version it runs on, for its whole life (D-34).</summary>
    public required string DefinitionVersionId { get; init; }

    /// <summary>Number of that version.</summary>
    public required int DefinitionVersion { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Main status, from <see cref="SubStatus"/> (S-1).</summary>
    public WorkflowStatus Status => SubStatus is WorkflowSubStatus.Pending or WorkflowSubStatus.Executing or WorkflowSubStatus.Suspended
        ? WorkflowStatus.Running
        : WorkflowStatus.Finished;

    /// <summary>Detailed status.</summary>
    public WorkflowSubStatus SubStatus { get; internal set; }

    /// <summary>Correlation id, or <see langword="null"/>.</summary>
    public string? CorrelationId { get; internal set; }

    /// <summary>The case's own key, or <see langword="null"/>.</summary>
    public string? BusinessKey { get; internal set; }

    /// <summary>Name shown to people, or <see langword="null"/>.</summary>
    public string? Name { get; internal set; }

    /// <summary>Activity id of the trigger that started it, or <see langword="null"/>.</summary>
    public string? TriggerActivityId { get; internal init; }

    /// <summary>How its flowcharts decide what runs next (F-1).</summary>
    public FlowchartMode FlowchartMode { get; internal init; }

    /// <summary>When a turn last changed it.</summary>
    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>When it was over, or <see langword="null"/>.</summary>
    public DateTimeOffset? FinishedAt { get; internal set; }

    /// <summary>Number of the next journal entry.</summary>
    public long JournalSequence { get; internal set; }

    /// <summary>Live executions and their ancestors, parents before children; the workflow's first.</summary>
    public IReadOnlyList<ContextState> Contexts { get; internal set; } = [];

    /// <summary>Work left by a turn that ended at its activity limit; otherwise empty.</summary>
    public IReadOnlyList<WorkItemState> Queue { get; internal set; } = [];

    /// <summary>Whether the burst that started the instance is still under way, after a turn that ended at its activity limit .</summary>
    public bool IsStarting { get; internal set; }

    /// <summary>The last result of a turn that ended at its activity limit, in stored form; otherwise <see langword="null"/> (X-15).</summary>
    public JsonNode? LastResult { get; internal set; }

    /// <summary>Open bookmarks in order of creation.</summary>
    public IReadOnlyList<Bookmark> Bookmarks { get; internal set; } = [];

    /// <summary>Open incidents; a retry removes those it handles.</summary>
    public IReadOnlyList<Incident> Incidents { get; internal set; } = [];

    /// <summary>Inputs that survive a suspension (D-21), by declared name, in stored form.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Input { get; internal set; } = new Dictionary<string, JsonNode?>();

    /// <summary>Output by name, in stored form .</summary>
    public IReadOnlyDictionary<string, JsonNode?> Output { get; internal set; } = new Dictionary<string, JsonNode?>();

    /// <summary>The stored form, JSON with its schema number in it.</summary>
    public string ToJson() => InstanceStateJson.Write(this);

    /// <summary>Reads any stored form ever released.</summary>
    /// <exception cref="FormatException">The text is no instance state, or of a newer schema than this program knows.</exception>
    public static InstanceState FromJson(string json) => InstanceStateJson.Read(json);
}

/// <summary>One live execution of an activity.</summary>
/// <param name="Id">Id of the execution.</param>
/// <param name="ParentId">The parent's execution; <see langword="null"/> for the workflow.</param>
/// <param name="NodeId">Node id (D-7).</param>
/// <param name="Status">Status.</param>
/// <param name="Tag">Tag it was queued with.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FaultCount">Faults in it and below it.</param>
/// <param name="Variables">Stored variables by id, in stored form.</param>
/// <param name="DynamicVariables">Variables without declaration by name, in stored form.</param>
/// <param name="Properties">The activity's own state.</param>
public sealed record ContextState(
    string Id,
    string? ParentId,
    string NodeId,
    ActivityStatus Status,
    string? Tag,
    DateTimeOffset StartedAt,
    int FaultCount,
    IReadOnlyDictionary<string, JsonNode?> Variables,
    IReadOnlyDictionary<string, JsonNode?> DynamicVariables,
    JsonObject? Properties)
{
    /// <summary>Outputs of its children as <c>activity id:output</c>, in stored form, of a turn that ended at its activity limit; otherwise empty (E-20).</summary>
    public IReadOnlyDictionary<string, JsonNode?> Outputs { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>Evaluated inputs by name, in stored form, of an execution with work below it in a turn that ended at its activity limit;
    /// otherwise empty (E-3).</summary>
    public IReadOnlyDictionary<string, JsonNode?> Inputs { get; init; } = new Dictionary<string, JsonNode?>();
}

/// <summary>Queued work.</summary>
/// <param name="NodeId">Node to run.</param>
/// <param name="OwnerId">Parent's execution; <see langword="null"/> for the workflow node.</param>
/// <param name="ContextId">An existing execution to run again; <see langword="null"/> for a new one.</param>
/// <param name="Tag">Tag of the new execution.</param>
/// <param name="BookmarkId">The bookmark to resume; <see langword="null"/> to run the body.</param>
/// <param name="Variables">Dynamic variables of the new execution, in stored form.</param>
public sealed record WorkItemState(
    string NodeId, string? OwnerId, string? ContextId, string? Tag, Guid? BookmarkId, IReadOnlyDictionary<string, JsonNode?> Variables);
