using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Definitions;

/// <summary>Where activities are inside an activity's JSON (D-6, D-11, X-1).</summary>
internal static class ActivityJson
{
    private static readonly HashSet<string> Collections = new(StringComparer.OrdinalIgnoreCase) { "activities", "branches" };

    private static readonly HashSet<string> Ports = new(StringComparer.OrdinalIgnoreCase)
    {
        "then", "else", "body", "default", "unmatchedStatusCode", "failedToConnect", "timeout", "childCompleted", "childFaulted",
    };

    private static readonly HashSet<string> Members = new(StringComparer.OrdinalIgnoreCase)
    {
        "activity", "entry", "exit", "trigger", "action",
    };

    // D-23: a flowchart's start is ignored; the rest holds no activities
    private static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase)
    {
        "customProperties", "metadata", "connections", "variables", "start", "expression",
    };

    /// <summary>A member by name, exact spelling first, then ignoring case (D-1).</summary>
    public static JsonNode? Member(JsonObject source, string name)
    {
        if (source.TryGetPropertyValue(name, out var exact))
            return exact;
        foreach (var (key, value) in source)
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }

    /// <summary>Whether the member exists, even as null.</summary>
    public static bool Has(JsonObject source, string name) => Key(source, name) is not null;

    /// <summary>The text of a member; <see langword="null"/> where it is no text.</summary>
    public static string? Text(JsonObject source, string name) => AsText(Member(source, name));

    /// <summary>The text of a node; <see langword="null"/> where it is no text.</summary>
    public static string? AsText(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The number of a member; <see langword="null"/> where it is no whole number.</summary>
    public static int? Number(JsonObject source, string name)
        => Member(source, name) is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    /// <summary>The truth of a member; <see langword="null"/> where it is none.</summary>
    public static bool? Flag(JsonObject source, string name)
        => Member(source, name) is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    /// <summary>Writes a member under the spelling that it has; one that says the same already is left as it was written.</summary>
    public static void Set(JsonObject source, string name, JsonNode? value)
    {
        var key = Key(source, name);
        if (key is null || !JsonNode.DeepEquals(source[key], value))
            source[key ?? name] = value;
    }

    /// <summary>The spelling that a member has: the exact one first, then one that differs by case; <see langword="null"/> where it is missing.</summary>
    public static string? Key(JsonObject source, string name) => source.ContainsKey(name)
        ? name
        : source.Select(pair => pair.Key).FirstOrDefault(key => string.Equals(key, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The elements of a collection, also in the wrapped forms of older exports (D-11).</summary>
    public static JsonArray? Items(JsonNode? node) => node switch
    {
        JsonArray array => array,
        JsonObject wrapped when Member(wrapped, "_items") is JsonArray items => items,
        JsonObject wrapped when Member(wrapped, "$values") is JsonArray values => values,
        _ => null,
    };

    /// <summary>The activities directly inside an activity: slot name, JSON path below the activity, and JSON (which may be invalid).</summary>
    public static IEnumerable<(string Slot, string Path, JsonObject Activity)> Children(JsonObject activity)
    {
        foreach (var (name, value) in activity)
        {
            if (value is null or JsonValue || Skipped.Contains(name))
                continue;
            if (Items(value) is { } items)
            {
                foreach (var child in InArray(name, items))
                    yield return child;
            }
            else if (value is JsonObject single && !IsInput(single) && (Ports.Contains(name) || LooksLikeActivity(single)))
            {
                yield return (name, $".{name}", single);
            }
        }
    }

    /// <summary>An activity and all that are inside it.</summary>
    public static IEnumerable<JsonObject> WithDescendants(JsonObject activity)
        => Children(activity).SelectMany(child => WithDescendants(child.Activity)).Prepend(activity);

    private static IEnumerable<(string Slot, string Path, JsonObject Activity)> InArray(string name, JsonArray items)
    {
        for (var index = 0; index < items.Count; index++)
        {
            if (items[index] is not JsonObject element)
                continue;
            var path = $".{name}[{index}]";
            if (Collections.Contains(name) || LooksLikeActivity(element))
            {
                yield return (name, path, element);
                continue;
            }

            foreach (var (member, value) in element)
            {
                if (value is JsonObject child && Members.Contains(member) && Has(child, "type"))
                    yield return ($"{name}[{index}].{member}", $"{path}.{member}", child);
            }
        }
    }

    // expressions, inputs and variables also have a type or an id, but never both with one of these
    private static bool LooksLikeActivity(JsonObject json)
        => Text(json, "type") is not null
            && (Has(json, "nodeId") || Has(json, "version") || Has(json, "customProperties") || Has(json, "metadata"))
            && !IsInput(json);

    // an input may have the name of a port: the body of a message is no child
    private static bool IsInput(JsonObject json) => Has(json, "typeName") || Has(json, "expression");
}
