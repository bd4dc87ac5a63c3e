using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CertWorkflows.Engine.Expressions;

/// <summary>
/// JSON to runtime values and back, by one rule everywhere: objects are dictionaries, arrays lists; numbers are
/// <see cref="int"/>, else <see cref="long"/>, else <see cref="decimal"/>, else <see cref="double"/>.
/// </summary>
internal static class JsonValues
{
    public const int MaxDepth = 128;

    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = MaxDepth,
        Converters = { new JsonStringEnumConverter(), new NaturalConverter(), new BigIntegerConverter() },
    };

    private static readonly JsonSerializerOptions Writing = Writer(JsonNamingPolicy.CamelCase);
    private static readonly JsonSerializerOptions WritingPascal = Writer(null);
    private static readonly JsonDocumentOptions Documents = new() { MaxDepth = MaxDepth };

    public static bool LooksLikeJson(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start.Length > 0 && start[0] is '{' or '[';
    }

    /// <summary>Deserialises JSON. Text that an author wrote must fit (E-25); a value that does not gives null.</summary>
    public static object? Parse(string json, Type target, bool isText)
    {
        try
        {
            if (target == typeof(JsonNode))
                return JsonNode.Parse(json, documentOptions: Documents);
            if (typeof(JsonNode).IsAssignableFrom(target))
                return JsonNode.Parse(json, documentOptions: Documents) is { } node && target.IsInstanceOfType(node)
                    ? node
                    : isText ? throw new JsonException($"It is not a {target.Name}.") : null;
            return JsonSerializer.Deserialize(json, target, Reading);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException
            or ArgumentException)
        {
            if (!isText)
                return ValueConversion.Default(target);
            throw new ConversionException(
                $"The JSON text '{ValueText.Excerpt(json)}' cannot become {TypeRef.Of(target)}: {e.Message}", e);
        }
    }

    /// <summary>The JSON text of any value; .NET objects that cannot be written give their type's name.</summary>
    public static string Text(object? value, bool pascalCase = false)
    {
        try
        {
            return JsonSerializer.Serialize(value, pascalCase ? WritingPascal : Writing);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            return JsonSerializer.Serialize(value?.ToString(), Writing);
        }
    }

    public static JsonElement Element(JsonNode node)
    {
        if (node is JsonValue value && value.TryGetValue(out JsonElement element))
            return element;
        using var document = JsonDocument.Parse(node.ToJsonString(Writing), Documents);
        return document.RootElement.Clone();
    }

    public static object? Natural(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => Number(element.GetRawText()),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => element.EnumerateArray().Select(Natural).ToList(),
        JsonValueKind.Object => Entries(element),
        _ => null,
    };

    /// <summary>The value of a JSON number, with the digits of a decimal kept.</summary>
    public static object Number(string text)
    {
        var invariant = CultureInfo.InvariantCulture;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out var small) && text != "-0")
            return small;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out var large) && text != "-0")
            return large;
        // beyond 28 digits or with an exponent a decimal would silently lose something
        return text.Length <= 28 && text.AsSpan().IndexOfAny('e', 'E') < 0 && text != "-0"
            ? decimal.Parse(text, NumberStyles.Number, invariant)
            : double.Parse(text, NumberStyles.Float, invariant);
    }

    private static Dictionary<string, object?> Entries(JsonElement element)
    {
        var entries = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
            entries[property.Name] = Natural(property.Value);
        return entries;
    }

    private static JsonSerializerOptions Writer(JsonNamingPolicy? naming) => new()
    {
        MaxDepth = MaxDepth,
        PropertyNamingPolicy = naming,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(), new BigIntegerConverter() },
    };

    private sealed class NaturalConverter : JsonConverter<object>
    {
        public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Natural(JsonElement.ParseValue(ref reader));

        public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, value.GetType(), Writing);
    }

    private sealed class BigIntegerConverter : JsonConverter<System.Numerics.BigInteger>
    {
        public override System.Numerics.BigInteger Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            (System.Numerics.BigInteger)ValueConversion.Convert(
                JsonElement.ParseValue(ref reader).ToString(), typeToConvert)!;

        public override void Write(
            Utf8JsonWriter writer, System.Numerics.BigInteger value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.ToString(CultureInfo.InvariantCulture));
    }
}
