using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Server.Studio;

/// <summary>Parts of a definition for a canvas that shows a container inside it.</summary>
internal static class SubgraphEndpoints
{
    private static readonly string[] Drawn = ["Elsa.Workflow", "Elsa.Flowchart"];

    public static void MapSubgraphs(this IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-definitions/subgraph/{id}", SubgraphAsync);
        api.MapGet("/workflow-definitions/subgraph/segments/{id}", SegmentsAsync);
    }

    /// <summary>An activity with what is inside it; a workflow that is used as an activity is opened.</summary>
    private static async Task<IResult> SubgraphAsync(
        string id, string? parentNodeId, IWorkflowStore store, StudioDefinitions studio, DesignerActivities activities, CancellationToken cancellationToken)
    {
        var path = await PathAsync(id, nameof(parentNodeId), parentNodeId, store, studio, activities, cancellationToken);
        DesignerForm.Open(path[^1].Activity, activities.Current);
        return StudioJson.Answer(Node(path[^1]));
    }

    /// <summary>The containers on the way to an activity, outermost first, as breadcrumbs.</summary>
    private static async Task<IResult> SegmentsAsync(
        string id, string? childNodeId, IWorkflowStore store, StudioDefinitions studio, DesignerActivities activities, CancellationToken cancellationToken)
    {
        var path = await PathAsync(id, nameof(childNodeId), childNodeId, store, studio, activities, cancellationToken);
        var segments = new JsonArray();
        var container = path[0];
        for (var i = 0; i < path.Count - 1; i++)
        {
            var activity = path[i].Activity;
            if (Drawn.Contains(Text(activity, "type"), StringComparer.Ordinal))
            {
                continue;
            }

            container = path[i];
            segments.Add(new JsonObject
            {
                ["activityNodeId"] = Text(activity, "nodeId"),
                ["activityId"] = Text(activity, "id"),
                ["activityType"] = Text(activity, "type"),
                ["portName"] = Port(activity, path[i + 1].Slot),
                ["activityName"] = Text(activity, "name"),
            });
        }

        return StudioJson.Answer(new JsonObject
        {
            ["childNode"] = Node(path[^1]),
            ["container"] = Node(container),
            ["pathSegments"] = segments,
        });
    }

    private static async Task<IReadOnlyList<(string Slot, JsonObject Activity)>> PathAsync(
        string id,
        string parameter,
        string? nodeId,
        IWorkflowStore store,
        StudioDefinitions studio,
        DesignerActivities activities,
        CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var version = await DefinitionReadEndpoints.FindAsync(db, id, cancellationToken);
        var path = ActivityTree.Path(await studio.RootAsync(version, cancellationToken), nodeId ?? "", activities.Current);
        return path.Count > 0 ? path : throw new InvalidInputException(parameter, $"There is no activity '{nodeId}' in '{id}'.");
    }

    private static JsonObject Node((string Slot, JsonObject Activity) place) => new()
    {
        ["nodeId"] = Text(place.Activity, "nodeId"),
        ["port"] = place.Slot,
        ["activity"] = place.Activity.DeepClone(),
    };

    /// <summary>The port's name as a descriptor has it; a case of a switch is a port of its own.</summary>
    private static string Port(JsonObject activity, string slot)
    {
        var list = slot.IndexOf('[', StringComparison.Ordinal);
        if (list > 0 && activity[slot[..list]] is JsonArray cases
            && int.TryParse(slot.AsSpan(list + 1, slot.IndexOf(']', StringComparison.Ordinal) - list - 1), System.Globalization.CultureInfo.InvariantCulture, out var index)
            && cases[index] is JsonObject one)
        {
            return (Text(one, "label") ?? Text(one, "name") ?? one["statusCode"]?.ToString()) ?? slot;
        }

        return string.Concat(slot[..1].ToUpperInvariant(), slot[1..]);
    }

    private static string? Text(JsonObject json, string name) => StudioJson.Text(json[name]);
}
