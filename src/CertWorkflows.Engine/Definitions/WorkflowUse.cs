using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;

namespace CertWorkflows.Engine.Definitions;

/// <summary>An activity of a definition that is a workflow used as activity, or may be one (D-10): the host looks it up and pins it.</summary>
public sealed class WorkflowUse
{
    internal const string VersionIdMember = "workflowDefinitionVersionId";
    private const string DefinitionIdMember = "workflowDefinitionId";

    private readonly JsonObject _source;
    private readonly JsonObject _activity;

    private WorkflowUse(JsonObject source, JsonObject activity) => (_source, _activity) = (source, activity);

    /// <summary>Type name, the Pascal-cased name of the definition when it was placed.</summary>
    public string Type => ActivityJson.Text(_activity, "type")!;

    /// <summary>Version of the type; <see langword="null"/> where the activity names none.</summary>
    public int? Version => ActivityJson.Number(_activity, "version");

    /// <summary>Id of the version that it is pinned to.</summary>
    public string? VersionId => ActivityJson.Text(_activity, VersionIdMember);

    /// <summary>Id of the definition.</summary>
    public string? DefinitionId => ActivityJson.Text(_activity, DefinitionIdMember);

    /// <summary>All activities that no host type explains, and those that name a version; also placeholders for such (D-9).</summary>
    /// <param name="definition">Read, and not compiled yet if it is to be pinned.</param>
    /// <param name="types">The host's types.</param>
    public static IReadOnlyList<WorkflowUse> In(WorkflowDefinition definition, ActivityRegistry types)
        => [.. ActivityJson.WithDescendants(definition.Root).Select(source => Of(source, types)).OfType<WorkflowUse>()];

    /// <summary>Names that version from now on, whatever is published later; a placeholder becomes the activity it stands for.</summary>
    public void Pin(WorkflowAsActivity workflow)
    {
        if (_source != _activity)
        {
            _source.Clear();
            foreach (var (name, value) in _activity)
                _source[name] = value?.DeepClone();
        }

        ActivityJson.Set(_source, "type", workflow.Descriptor.TypeName);
        ActivityJson.Set(_source, "version", workflow.Definition.Version);
        ActivityJson.Set(_source, DefinitionIdMember, workflow.Definition.DefinitionId);
        ActivityJson.Set(_source, VersionIdMember, workflow.Definition.Id);
    }

    /// <summary>Says which version is the newest, as the designer asks for it (D-10).</summary>
    public void Offer(int version, string versionId)
    {
        ActivityJson.Set(_source, "latestAvailablePublishedVersion", version);
        ActivityJson.Set(_source, "latestAvailablePublishedVersionId", versionId);
    }

    private static WorkflowUse? Of(JsonObject source, ActivityRegistry types)
    {
        var activity = NotFound.Original(source) ?? source;
        var type = ActivityJson.Text(activity, "type");
        return type is not null and not NotFound.TypeName
            && (ActivityJson.Text(activity, VersionIdMember) is not null || types.Find(type, 1) is null)
            ? new WorkflowUse(source, activity)
            : null;
    }
}
