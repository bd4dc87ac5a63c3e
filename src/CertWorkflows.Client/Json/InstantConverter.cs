using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CertWorkflows.Client;

/// <summary>Writes instants as RFC 3339 in UTC (<c>2021-04-25T10:00:00Z</c>) and reads them with any offset.</summary>
/// <remarks>A text without an offset is refused: it would mean another instant on another machine.</remarks>
public sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    private const string Utc = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return text is not null && TryParse(text, out var instant)
            ? instant
            : throw new JsonException(
                $"Found {text ?? reader.TokenType.ToString()} where an RFC 3339 instant with an offset is needed, such as 2021-04-25T10:00:00Z.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Format(value));

    /// <summary>The text of an instant as the API writes it, in bodies and in query strings.</summary>
    /// <param name="instant">The instant, with any offset.</param>
    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(Utc, CultureInfo.InvariantCulture);

    /// <summary>Reads an RFC 3339 instant.</summary>
    /// <param name="text">The text; it must have an offset or <c>Z</c>.</param>
    /// <param name="instant">The instant, in UTC.</param>
    /// <returns>Whether the text was an instant.</returns>
    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        instant = default;
        var zoned = text.Length >= 20 && text[10] is 'T' or 't'
            && (text[^1] is 'Z' or 'z' || (text[^3] is ':' && text[^6] is '+' or '-'));
        if (!zoned
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
        {
            return false;
        }

        instant = parsed.ToUniversalTime();
        return true;
    }
}
