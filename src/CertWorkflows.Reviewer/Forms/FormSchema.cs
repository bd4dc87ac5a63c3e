using System.Text.Json;

namespace CertWorkflows.Reviewer.Forms;

/// <summary>Reads the fields of a form from a JSON Schema of an object, in the schema's order.</summary>
internal static class FormSchema
{
    // Longer texts than this do not fit a line.
    private const int LongText = 200;

    public static IReadOnlyList<FormField> Read(JsonElement? schema)
    {
        if (schema is not { ValueKind: JsonValueKind.Object } form
            || !form.TryGetProperty("properties", out var properties)
            || properties.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var required = form.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet(StringComparer.Ordinal)
            : [];
        return [.. properties.EnumerateObject().Select(property => Field(property, required.Contains(property.Name)))];
    }

    private static FormField Field(JsonProperty property, bool required)
    {
        var schema = property.Value;
        var choices = Choices(schema);
        var format = Text(schema, "format");
        return new FormField
        {
            Name = property.Name,
            Label = Text(schema, "title") ?? property.Name,
            Description = Text(schema, "description"),
            Kind = choices.Count > 0 ? FieldKind.Choice : Kind(schema, format),
            InputType = format switch { "email" => "email", "uri" => "url", "phone" => "tel", _ => "text" },
            Required = required,
            Initial = Initial(schema, choices.Count > 0),
            Choices = choices,
            Minimum = Number(schema, "minimum"),
            Maximum = Number(schema, "maximum"),
            MinLength = (int?)Number(schema, "minLength"),
            MaxLength = (int?)Number(schema, "maxLength"),
            Pattern = Text(schema, "pattern"),
        };
    }

    private static FieldKind Kind(JsonElement schema, string? format) => (TypeName(schema), format) switch
    {
        ("integer", _) => FieldKind.Integer,
        ("number", _) => FieldKind.Number,
        ("boolean", _) => FieldKind.Boolean,
        ("string", "date") => FieldKind.Date,
        ("string", "date-time") => FieldKind.Instant,
        ("string", "multiline" or "textarea") => FieldKind.MultiLine,
        ("string", _) => Number(schema, "maxLength") > LongText ? FieldKind.MultiLine : FieldKind.Text,
        _ => FieldKind.Json,
    };

    /// <summary>The type; of a list such as <c>["string", "null"]</c> the first that is not null.</summary>
    private static string? TypeName(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return null;
        }

        return type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Select(one => one.GetString()).FirstOrDefault(one => one is not "null")
            : type.GetString();
    }

    private static List<FormChoice> Choices(JsonElement schema)
    {
        if (schema.TryGetProperty("enum", out var values))
        {
            return [.. values.EnumerateArray().Select(value => Choice(value, null))];
        }

        return schema.TryGetProperty("oneOf", out var options) && options.ValueKind == JsonValueKind.Array
            ? [.. options.EnumerateArray()
                .Where(option => option.TryGetProperty("const", out _))
                .Select(option => Choice(option.GetProperty("const"), Text(option, "title")))]
            : [];
    }

    private static FormChoice Choice(JsonElement value, string? title) =>
        new(value.GetRawText(), title ?? Plain(value), value.Clone());

    private static string Initial(JsonElement schema, bool choice) =>
        schema.TryGetProperty("default", out var value) ? choice ? value.GetRawText() : Plain(value) : "";

    private static string Plain(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string? Text(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static decimal? Number(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number)
            ? number
            : null;
}
