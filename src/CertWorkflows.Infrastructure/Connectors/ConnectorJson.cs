using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;

namespace CertWorkflows.Infrastructure.Connectors;

/// <summary>Reads what a turn wrote for a connector, and what a gateway answered.</summary>
internal static class ConnectorJson
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static readonly JsonDocumentOptions FromOutside = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>The payload as a record, or the refusal to report: no attempt would read it differently.</summary>
    public static bool TryRead<T>(
        JsonObject payload,
        [NotNullWhen(true)] out T? value,
        [NotNullWhen(false)] out EffectOutcome.Rejected? refusal)
        where T : class
    {
        try
        {
            value = payload.Deserialize<T>(Strict) ?? throw new JsonException("The payload is null.");
            refusal = null;
            return true;
        }
        catch (JsonException exception)
        {
            value = null;
            refusal = Invalid(exception.Message);
            return false;
        }
    }

    /// <summary>An object from outside, null when the bytes are not one.</summary>
    public static JsonObject? ParseObject(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonNode.Parse(utf8, documentOptions: FromOutside) as JsonObject;
        }
        catch (JsonException)
        {
            // Null is the record of it: callers say in their outcome that the text was unreadable.
            return null;
        }
    }

    public static EffectOutcome.Rejected Invalid(string message) => new("invalid-payload", message);

    /// <summary>An instant as RFC 3339 in UTC, ending in <c>Z</c>.</summary>
    public static JsonNode Instant(DateTimeOffset instant) => JsonValue.Create(instant.UtcDateTime);
}
