using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Definitions;

/// <summary>The activities inside activities, as JSON.</summary>
public static class ActivityTree
{
    /// <summary>The activities directly inside an activity, with the place that holds each: a member such as <c>activities</c> or <c>then</c>, or one
    /// inside a list such as <c>cases[0].activity</c>.</summary>
    public static IEnumerable<(string Slot, JsonObject Activity)> Children(JsonObject activity)
        => ActivityJson.Children(activity).Select(child => (child.Slot, child.Activity));

    /// <summary>The activity and all below it, parents before children.</summary>
    public static IEnumerable<JsonObject> All(JsonObject activity)
        => ActivityJson.Children(activity).SelectMany(child => All(child.Activity)).Prepend(activity);

    /// <summary>The way from an activity down to a node, both ends included; empty where the node is not there. Workflows used as activities are
    /// opened on the way (see <see cref="DesignerForm.Open"/>), so that the activity may change.</summary>
    public static IReadOnlyList<(string Slot, JsonObject Activity)> Path(JsonObject root, string nodeId, ActivityRegistry registry)
    {
        var path = new List<(string, JsonObject)>();
        (string Slot, JsonObject Activity)? next = ("root", root);
        while (next is { } step && Contains(step.Activity, nodeId))
        {
            path.Add(step);
            if (NodeId(step.Activity) == nodeId)
                return path;
            DesignerForm.Open(step.Activity, registry);
            next = Children(step.Activity).Where(child => Contains(child.Activity, nodeId)).Select(child => ((string, JsonObject)?)child).FirstOrDefault();
        }

        return [];
    }

    private static bool Contains(JsonObject activity, string nodeId)
        => NodeId(activity) is { } own && nodeId.StartsWith(own, StringComparison.Ordinal) && (nodeId.Length == own.Length || nodeId[own.Length] == ':');

    private static string? NodeId(JsonObject activity) => ActivityJson.Text(activity, "nodeId");
}
