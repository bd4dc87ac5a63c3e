using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Definitions;

/// <summary>Reads connections in all forms that were ever written (D-24).</summary>
internal static class ConnectionReader
{
    /// <summary>All connections in order, duplicates and dangling ones included; an unreadable one has empty ids.</summary>
    public static IReadOnlyList<Connection> Read(JsonObject flowchart)
    {
        var member = ActivityJson.Member(flowchart, "connections");
        if (ActivityJson.Items(member) is { } items)
            return [.. items.Select(item => item is JsonObject json ? One(json) : new Connection("", null, "", null))];
        return member is JsonObject single ? [One(single)] : [];
    }

    private static Connection One(JsonObject json)
    {
        var (source, port) = End(ActivityJson.Member(json, "source"));
        var (target, targetPort) = End(ActivityJson.Member(json, "target"));
        return new Connection(
            source,
            port ?? ActivityJson.Text(json, "sourcePort"),
            target,
            targetPort ?? ActivityJson.Text(json, "targetPort"));
    }

    private static (string Id, string? Port) End(JsonNode? node) => node switch
    {
        JsonObject end => (ActivityJson.Text(end, "activity") ?? "", ActivityJson.Text(end, "port")),
        _ => (ActivityJson.AsText(node) ?? "", null),
    };
}
