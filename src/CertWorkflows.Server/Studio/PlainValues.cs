using System.Text.Json;
using System.Text.Json.Nodes;

namespace CertWorkflows.Server.Studio;

/// <summary>Stored values without the notes of their types, for people to read.</summary>
internal static class PlainValues
{
    public static JsonNode? Of(JsonNode? stored) => stored switch
    {
        JsonObject json when json.ContainsKey("_type") => Unwrapped(json),
        JsonObject json => Of((IEnumerable<KeyValuePair<string, JsonNode?>>)json),
        JsonArray items => new JsonArray([.. items.Select(Of)]),
        _ => stored?.DeepClone(),
    };

    public static JsonObject Of(IEnumerable<KeyValuePair<string, JsonNode?>> stored) =>
        new(stored.Select(member => KeyValuePair.Create(member.Key, Of(member.Value))));

    private static JsonNode? Unwrapped(JsonObject json)
    {
        if (json["_island"] is JsonValue island)
        {
            try
            {
                return JsonNode.Parse(island.GetValue<string>());
            }
            catch (JsonException)
            {
                return island.DeepClone();
            }
        }

        return Of(json["_value"] ?? json["_items"] ?? json["_entries"]);
    }
}
