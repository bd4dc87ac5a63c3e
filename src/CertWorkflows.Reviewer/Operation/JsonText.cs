using System.Text.Encodings.Web;
using System.Text.Json;

namespace CertWorkflows.Reviewer.Operation;

/// <summary>Values of workflows as people read and write them.</summary>
internal static class JsonText
{
    // Shown as text, which the page escapes by itself: Chinese stays Chinese.
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Texts without their quotation marks, values without the type that they are stored with; a dash for nothing.</summary>
    public static string Of(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => "—",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Object } typed when typed.EnumerateObject().Count() == 2 && typed.TryGetProperty("_type", out _)
            && typed.TryGetProperty("_value", out var inner) => Of(inner),
        { } other => JsonSerializer.Serialize(other, Readable),
    };

    /// <summary>The same as it has to be written.</summary>
    public static string Source(JsonElement? value) =>
        value is null or { ValueKind: JsonValueKind.Undefined } ? "null" : JsonSerializer.Serialize(value.Value, Readable);

    /// <summary>Reads what somebody wrote.</summary>
    public static bool TryRead(string text, out JsonElement value)
    {
        try
        {
            value = JsonSerializer.Deserialize<JsonElement>(text);
            return true;
        }
        catch (JsonException)
        {
            value = default;
            return false;
        }
    }
}
