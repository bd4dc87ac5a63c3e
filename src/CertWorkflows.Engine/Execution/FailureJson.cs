using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Execution;

/// <summary>The stored form of failures, in journal and state.</summary>
internal static class FailureJson
{
    public static JsonObject Write(FailureDetails failure)
    {
        var json = new JsonObject { ["type"] = failure.Type, ["message"] = failure.Message };
        if (failure.StackTrace is not null)
            json["stackTrace"] = failure.StackTrace;
        if (failure.Inner is not null)
            json["innerException"] = Write(failure.Inner);
        if (failure.Metadata is not null)
            json["metadata"] = new JsonObject(failure.Metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        return json;
    }

    public static FailureDetails Read(JsonObject json) => new(
        (string?)json["type"] ?? "",
        (string?)json["message"] ?? "",
        (string?)json["stackTrace"],
        json["innerException"] is JsonObject inner ? Read(inner) : null,
        (json["metadata"] as JsonObject)?.ToDictionary(pair => pair.Key, pair => (string?)pair.Value ?? ""));
}
