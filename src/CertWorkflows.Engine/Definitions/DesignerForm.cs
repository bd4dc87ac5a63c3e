using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;

namespace CertWorkflows.Engine.Definitions;

/// <summary>
/// A definition's activities in the form that Elsa Studio can draw, and back. Studio draws nothing of a container that holds an activity
/// without descriptor, and then saves it empty; so such activities go out as placeholders that carry the original (D-9).
/// </summary>
public static class DesignerForm
{
    private const int PlaceholderVersion = 1;

    private static readonly string[] Lists = ["activities", "branches", "connections", "variables"];

    /// <summary>Prepares an activity and all below it, in place: placeholders for unknown types, versions that are known, plain lists, connections
    /// with both ends, node ids worked out anew (D-7).</summary>
    /// <param name="activity">With ids, as the reader gives them.</param>
    /// <param name="parentNodeId">Node id of what it is in.</param>
    /// <param name="registry">The types that Studio is told of.</param>
    /// <returns>The activity, or the placeholder in its place.</returns>
    public static JsonObject Prepare(JsonObject activity, string parentNodeId, ActivityRegistry registry)
    {
        activity = Healed(activity, registry);
        var found = registry.Find(activity);
        if (found is null)
            activity = Replace(activity, Placeholder(activity));
        else
            Put(activity, "version", found.Descriptor.Version);
        var nodeId = $"{parentNodeId}:{ActivityJson.Text(activity, "id")}";
        Put(activity, "nodeId", nodeId);
        if (found is WorkflowAsActivity used)
            PutReference(activity, used);
        Unwrap(activity, found?.Descriptor.TypeName == "Elsa.Flowchart");
        foreach (var (_, _, child) in ActivityJson.Children(activity).ToList())
            Prepare(child, nodeId, registry);
        return activity;
    }

    /// <summary>Puts the originals back in the place of placeholders, in place, where the designer moved them to.</summary>
    /// <returns>The activity, or the original in its place.</returns>
    public static JsonObject Restore(JsonObject activity)
    {
        if (IsPlaceholder(activity) && Original(activity) is { } original)
            return Replace(activity, Moved(original, activity));
        foreach (var (_, _, child) in ActivityJson.Children(activity).ToList())
            Restore(child);
        return activity;
    }

    /// <summary>Writes the type of inputs that were set for the first time, in place: Studio leaves it out, and without one an input counts as not set (D-12).</summary>
    /// <param name="activity">With all below it.</param>
    /// <param name="registry">The types that Studio is told of.</param>
    public static void Complete(JsonObject activity, ActivityRegistry registry)
    {
        foreach (var input in registry.Find(activity)?.Descriptor.Inputs ?? [])
        {
            if (input.IsWrapped
                && ActivityJson.Member(activity, InputCompiler.Property(input.Name, input.IsSynthetic)) is JsonObject given
                && ActivityJson.Has(given, "expression")
                && ActivityJson.Text(given, "typeName") is null)
                Put(given, "typeName", input.TypeName);
        }

        foreach (var (_, _, child) in ActivityJson.Children(activity).ToList())
            Complete(child, registry);
    }

    /// <summary>Shows the inside of a workflow that is used as an activity, as its member <c>root</c>; other activities stay as they are.</summary>
    /// <param name="activity">A prepared activity.</param>
    /// <param name="registry">The types that Studio is told of.</param>
    public static void Open(JsonObject activity, ActivityRegistry registry)
    {
        if (ActivityJson.Has(activity, "root")
            || registry.Find(activity) is not WorkflowAsActivity used)
            return;
        var id = DefinitionCompiler.WorkflowIdOf(used.Definition, registry);
        var nodeId = $"{ActivityJson.Text(activity, "nodeId")}:{id}";
        var workflow = new JsonObject
        {
            ["id"] = id,
            ["nodeId"] = nodeId,
            ["type"] = WorkflowActivity.Instance.Descriptor.TypeName,
            ["version"] = WorkflowActivity.Instance.Descriptor.Version,
            ["name"] = used.Definition.Name,
            ["customProperties"] = new JsonObject(),
            ["metadata"] = new JsonObject(),
            ["root"] = used.Definition.Root.DeepClone(),
        };
        activity["root"] = workflow;
        Prepare(workflow["root"]!.AsObject(), nodeId, registry);
    }

    private static bool IsPlaceholder(JsonObject activity) => ActivityJson.Text(activity, "type") == NotFound.TypeName;

    /// <summary>A stored placeholder heals when its type has appeared (D-9).</summary>
    private static JsonObject Healed(JsonObject activity, ActivityRegistry registry)
        => IsPlaceholder(activity)
            && Original(activity) is { } original
            && registry.Find(original) is not null
            ? Replace(activity, Moved(original, activity))
            : activity;

    private static JsonObject? Original(JsonObject placeholder) =>
        NotFound.Original(placeholder) is { } original && !IsPlaceholder(original) ? original : null;

    private static JsonObject Moved(JsonObject original, JsonObject placeholder)
    {
        Put(original, "id", ActivityJson.Text(placeholder, "id"));
        ActivityIds.Assign(original, ActivityIds.Workflow);
        if (ActivityJson.Member(placeholder, "metadata") is JsonObject shown && ActivityJson.Member(shown, "designer") is { } designer)
        {
            if (ActivityJson.Member(original, "metadata") is not JsonObject metadata)
                original["metadata"] = metadata = [];
            metadata["designer"] = designer.DeepClone();
        }

        return original;
    }

    private static JsonObject Placeholder(JsonObject activity)
    {
        var type = ActivityJson.Text(activity, "type");
        var metadata = ActivityJson.Member(activity, "metadata") is JsonObject given ? given.DeepClone().AsObject() : [];
        metadata["displayText"] = $"Not Found: {type}";
        return new JsonObject
        {
            ["id"] = ActivityJson.Text(activity, "id"),
            ["name"] = ActivityJson.Text(activity, "name"),
            ["type"] = NotFound.TypeName,
            ["version"] = PlaceholderVersion,
            ["customProperties"] = new JsonObject(),
            ["metadata"] = metadata,
            ["missingTypeName"] = type,
            ["missingTypeVersion"] = ActivityJson.Number(activity, "version") ?? 1,
            [NotFound.OriginalJson] = activity.ToJsonString(DefinitionWriter.Compact),
        };
    }

    /// <summary>By these members Studio knows an activity as a workflow (D-10); what is offered instead of it stays as it is given.</summary>
    private static void PutReference(JsonObject activity, WorkflowAsActivity used)
    {
        Put(activity, "workflowDefinitionId", used.Definition.DefinitionId);
        Put(activity, "workflowDefinitionVersionId", used.Definition.Id);
        if (ActivityJson.Has(activity, "latestAvailablePublishedVersionId"))
            return;
        Put(activity, "latestAvailablePublishedVersion", used.Definition.Version);
        Put(activity, "latestAvailablePublishedVersionId", used.Definition.Id);
    }

    private static void Unwrap(JsonObject activity, bool isFlowchart)
    {
        foreach (var name in activity.Where(member => member.Value is null && member.Key is "customProperties" or "metadata").Select(member => member.Key).ToList())
            activity.Remove(name);
        foreach (var name in Lists)
        {
            if (ActivityJson.Member(activity, name) is JsonObject wrapped && ActivityJson.Items(wrapped) is { } items)
                Put(activity, name, items.DeepClone());
        }

        if (!isFlowchart)
            return;
        if (ActivityJson.Member(activity, "activities") is not JsonArray activities)
            Put(activity, "activities", activities = []);
        var ids = activities.OfType<JsonObject>().Select(child => ActivityJson.Text(child, "id")).ToHashSet(StringComparer.Ordinal);
        var written = ActivityJson.Member(activity, "connections") as JsonArray ?? [];
        var drawn = ConnectionReader.Read(activity).Select((connection, index) => (connection, Source: index < written.Count ? written[index] as JsonObject : null))
            .Where(each => ids.Contains(each.connection.Source) && ids.Contains(each.connection.Target))
            .Select(each => Drawn(each.connection, each.Source))
            .ToArray();
        Put(activity, "connections", new JsonArray([.. drawn]));
    }

    private static JsonObject Drawn(Connection connection, JsonObject? written)
    {
        var drawn = written?.DeepClone().AsObject() ?? [];
        drawn.Remove("sourcePort");
        drawn.Remove("targetPort");
        Put(drawn, "source", new JsonObject { ["activity"] = connection.Source, ["port"] = connection.Port });
        Put(drawn, "target", new JsonObject { ["activity"] = connection.Target, ["port"] = connection.TargetPort });
        if (ActivityJson.Member(drawn, "vertices") is not JsonArray)
            Put(drawn, "vertices", new JsonArray());
        return drawn;
    }

    private static JsonObject Replace(JsonObject activity, JsonObject by)
    {
        if (activity.Parent is not null)
            activity.ReplaceWith(by);
        return by;
    }

    /// <summary>Sets a member, whichever way its name was written.</summary>
    private static void Put(JsonObject json, string name, JsonNode? value)
    {
        foreach (var other in json.Select(member => member.Key).Where(key => key != name && string.Equals(key, name, StringComparison.OrdinalIgnoreCase)).ToList())
            json.Remove(other);
        json[name] = value;
    }
}
