using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using CertWorkflows.Client;

namespace CertWorkflows.Server.Http;

/// <summary>
/// Reads instants from requests more strictly than a client reads answers: RFC 3339 to the letter, always with an offset, in
/// years that this business can mean.
/// </summary>
internal static partial class Instants
{
    internal const int FirstYear = 1990;
    internal const int LastYear = 2199;

    internal static readonly string Wanted =
        $"An RFC 3339 instant with an offset is needed, such as 2021-04-25T10:00:00Z, in the years {FirstYear} to {LastYear}.";

    public static bool TryParse(string? text, out DateTimeOffset instant)
    {
        instant = default;
        if (text is null
            || !Form().IsMatch(text)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
            || parsed.UtcDateTime.Year is < FirstYear or > LastYear)
        {
            return false;
        }

        instant = parsed.ToUniversalTime();
        return true;
    }

    [GeneratedRegex(
        @"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}

/// <summary>The same in bodies.</summary>
internal sealed class StrictInstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Instants.TryParse(reader.GetString(), out var instant)
            ? instant
            : throw new JsonException(Instants.Wanted);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(InstantConverter.Format(value));
}

/// <summary>The same in query strings: what a handler declares instead of <see cref="DateTimeOffset"/>.</summary>
internal readonly record struct InstantParameter(DateTimeOffset Value)
{
    public static bool TryParse(string? text, out InstantParameter parameter)
    {
        var read = Instants.TryParse(text, out var instant);
        parameter = new InstantParameter(instant);
        return read;
    }
}
