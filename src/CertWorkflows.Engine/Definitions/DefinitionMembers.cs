using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Definitions;

/// <summary>Compares members by their values; null and absent are the same, and so are the orders of members.</summary>
internal static class DefinitionMembers
{
    // what names a version, or the tools that it went through
    private static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase)
    {
        "$schema", "id", "definitionId", "tenantId", "createdAt", "version", "toolVersion", "isLatest", "isPublished", "links", "root",
    };

    private static readonly (string List, string Key)[] Lists = [("variables", "id"), ("inputs", "name"), ("outputs", "name")];

    /// <summary>The members of two definitions, root and version apart: variables, inputs and outputs each by itself, options one by one.</summary>
    public static IReadOnlyList<MemberChange> Compare(JsonObject from, JsonObject to)
    {
        var changes = new List<MemberChange>();
        foreach (var (list, key) in Lists)
            changes.AddRange(CompareLists(list, key, ActivityJson.Member(from, list), ActivityJson.Member(to, list)));
        foreach (var name in (string[])["options", "customProperties"])
            changes.AddRange(Compare(ActivityJson.Member(from, name) as JsonObject ?? [], ActivityJson.Member(to, name) as JsonObject ?? [], $"{name}."));
        var apart = Skipped.Concat(Lists.Select(list => list.List)).Concat(["options", "customProperties"]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        changes.AddRange(Compare(Without(from, apart), Without(to, apart), ""));
        return [.. changes.OrderBy(change => change.Name, StringComparer.Ordinal)];
    }

    public static IReadOnlyList<MemberChange> Compare(JsonObject from, JsonObject to, string prefix)
        => [.. from.Select(member => member.Key).Union(to.Select(member => member.Key), StringComparer.OrdinalIgnoreCase)
            .Select(name => new MemberChange(prefix + name, ActivityJson.Member(from, name)?.DeepClone(), ActivityJson.Member(to, name)?.DeepClone()))
            .Where(change => !AreSame(change.From, change.To))];

    public static bool AreSame(JsonNode? one, JsonNode? other) => (one, other) switch
    {
        (null, null) => true,
        (JsonObject left, JsonObject right) => left.Select(member => member.Key).Union(right.Select(member => member.Key), StringComparer.OrdinalIgnoreCase)
            .All(name => AreSame(ActivityJson.Member(left, name), ActivityJson.Member(right, name))),
        (JsonArray left, JsonArray right) => left.Count == right.Count && left.Zip(right).All(pair => AreSame(pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(one, other),
    };

    private static IEnumerable<MemberChange> CompareLists(string list, string key, JsonNode? from, JsonNode? to)
    {
        var (older, newer) = (ByKey(from, key), ByKey(to, key));
        foreach (var id in newer.Keys.Union(older.Keys, StringComparer.Ordinal))
        {
            var (before, after) = (older.GetValueOrDefault(id), newer.GetValueOrDefault(id));
            if (!AreSame(before, after))
                yield return new MemberChange($"{list}.{ActivityJson.Text(after ?? before!, "name") ?? id}", before?.DeepClone(), after?.DeepClone());
        }
    }

    private static Dictionary<string, JsonObject> ByKey(JsonNode? list, string key)
    {
        var items = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var item in (ActivityJson.Items(list) ?? []).OfType<JsonObject>())
            items[ActivityJson.Text(item, key) ?? ActivityJson.Text(item, "name") ?? ""] = item;
        return items;
    }

    private static JsonObject Without(JsonObject json, HashSet<string> names)
        // a flag that is not set is often not written
        => new(json.Where(member => !names.Contains(member.Key) && member.Value?.GetValueKind() != System.Text.Json.JsonValueKind.False).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
}
