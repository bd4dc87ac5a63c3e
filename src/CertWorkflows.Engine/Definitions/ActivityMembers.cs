using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Definitions;

/// <summary>Compares an activity's own members: not what is inside it, and not where it is drawn.</summary>
internal static class ActivityMembers
{
    private const string Metadata = "metadata";
    private const string Designer = "designer";

    // told apart, worked out anew, or an old spelling without effect
    private static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "nodeId", "type", "activities", "connections", "start", "latestAvailablePublishedVersion", "latestAvailablePublishedVersionId",
    };

    public static IReadOnlyList<MemberChange> Compare(JsonObject from, JsonObject to)
    {
        var inside = ActivityJson.Children(from).Concat(ActivityJson.Children(to)).Select(child => child.Slot.Split('[', '.')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return DefinitionMembers.Compare(Own(from, inside), Own(to, inside), "");
    }

    public static bool IsDrawnDifferently(JsonObject from, JsonObject to)
        => !DefinitionMembers.AreSame(Drawing(from), Drawing(to));

    private static JsonObject Own(JsonObject activity, HashSet<string> inside)
    {
        var own = new JsonObject();
        foreach (var (name, value) in activity)
        {
            if (!Skipped.Contains(name))
                own[name] = inside.Contains(name) ? WithoutActivities(value) : value?.DeepClone();
        }

        if (ActivityJson.Member(own, Metadata) is JsonObject metadata)
        {
            metadata.Remove(Designer);
            if (metadata.Count == 0)
                own.Remove(Metadata);
        }

        return own;
    }

    /// <summary>Of a list of cases the labels and conditions; of a slot or a list of activities nothing.</summary>
    private static JsonArray? WithoutActivities(JsonNode? value)
    {
        if (value is not JsonArray items || !items.OfType<JsonObject>().Any(item => !ActivityJson.Has(item, "nodeId")))
            return null;
        var rest = items.DeepClone().AsArray();
        foreach (var item in rest.OfType<JsonObject>())
        {
            foreach (var name in item.Where(member => member.Value is JsonObject inner && ActivityJson.Has(inner, "nodeId")).Select(member => member.Key).ToList())
                item.Remove(name);
        }

        return rest;
    }

    private static JsonArray Drawing(JsonObject activity) =>
    [
        (ActivityJson.Member(activity, Metadata) as JsonObject)?[Designer]?.DeepClone(),
        .. (ActivityJson.Items(ActivityJson.Member(activity, "connections")) ?? [])
            .OfType<JsonObject>()
            .Select(connection => ActivityJson.Member(connection, "vertices") is JsonArray { Count: > 0 } bends ? bends.DeepClone() : null),
    ];
}
