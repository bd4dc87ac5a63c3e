using System.Text.Json;
using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Definitions;

/// <summary>The placeholder for unknown activity types (D-9).</summary>
internal static class NotFound
{
    public const string TypeName = "Elsa.NotFoundActivity";
    public const string OriginalJson = "originalActivityJson";

    /// <summary>The activity that a placeholder stands for; <see langword="null"/> for anything else.</summary>
    public static JsonObject? Original(JsonObject placeholder)
    {
        if (ActivityJson.Text(placeholder, "type") != TypeName)
            return null;
        try
        {
            return JsonNode.Parse(ActivityJson.Text(placeholder, OriginalJson) ?? "null") is JsonObject original
                && ActivityJson.Text(original, "type") is not null ? original : null;
        }
        catch (JsonException)
        {
            // no JSON: stays a placeholder, which the validator reports
            return null;
        }
    }
}
