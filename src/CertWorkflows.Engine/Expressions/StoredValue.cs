using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Expressions;

/// <summary>
/// How values are kept between turns: JSON that keeps the .NET type (D-30). What plain JSON expresses is plain:
/// text, booleans, null, <see cref="int"/>, longer whole numbers as <see cref="long"/>, numbers with a point as
/// <see cref="decimal"/>, dictionaries with text keys, and lists and arrays of anything (both read back as lists).
/// Every other type is an object with <c>_type</c> and one of <c>_value</c>, <c>_items</c>, <c>_entries</c> or
/// <c>_island</c>.
/// </summary>
/// <remarks>
/// Classes without an alias, enums and streams are not supported values: a class is written as its JSON and read
/// back as a dictionary, an enum as its name.
/// </remarks>
public static class StoredValue
{
    private const string TypeKey = "_type";
    private const string ValueKey = "_value";
    private const string ItemsKey = "_items";
    private const string EntriesKey = "_entries";
    private const string IslandKey = "_island";
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>Writes a value as JSON; the node is new and has no parent.</summary>
    public static JsonNode? Write(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        long number when number is < int.MinValue or > int.MaxValue => JsonValue.Create(number),
        decimal number when IsPlain(number) => JsonValue.Create(number),
        JsonElement { ValueKind: JsonValueKind.Undefined } => null,
        JsonElement element => Wrap("JsonElement", IslandKey, element.GetRawText()),
        JsonObject node => Wrap("JsonObject", IslandKey, node.ToJsonString()),
        JsonArray node => Wrap("JsonArray", IslandKey, node.ToJsonString()),
        JsonNode node => Wrap("JsonNode", IslandKey, node.ToJsonString()),
        Dictionary<string, string> map => Wrap("StringDictionary", EntriesKey, Entries(SequenceConversion.Pairs(map)!)),
        Enum member => JsonValue.Create(member.ToString()),
        _ => WriteOther(value),
    };

    /// <summary>Reads a written value, converted to <paramref name="type"/> if one is given.</summary>
    /// <exception cref="ConversionException">The value does not fit the type where E-25 demands an error.</exception>
    public static object? Read(JsonNode? node, TypeRef? type = null)
    {
        var value = node switch
        {
            null => null,
            JsonArray array => array.Select(item => Read(item)).ToList(),
            JsonObject entries => ReadObject(entries),
            _ => JsonValues.Natural(JsonValues.Element(node)),
        };
        return type is null ? value : ValueConversion.Convert(value, type);
    }

    private static JsonNode? WriteOther(object value)
    {
        if (ScalarText(value) is { } text)
            return Wrap(TypeRef.Of(value.GetType()).Alias, ValueKey, text);
        if (SequenceConversion.Pairs(value) is { } pairs)
        {
            var entries = Entries(pairs);
            return entries.ContainsKey(TypeKey) ? Wrap("ObjectDictionary", EntriesKey, entries) : entries;
        }

        if (value is IEnumerable items)
        {
            var array = new JsonArray([.. items.Cast<object?>().Select(Write)]);
            var type = value.GetType();
            return type == typeof(List<object>) || type == typeof(object[])
                || SequenceConversion.ElementType(type) is null
                ? array
                : Wrap(TypeRef.Of(type).Alias, ItemsKey, array);
        }

        return JsonNode.Parse(JsonValues.Text(value));
    }

    private static string? ScalarText(object value) => value switch
    {
        double number => number.ToString("R", Invariant),
        float number => number.ToString("R", Invariant),
        DateTime date => date.ToString("O", Invariant),
        DateTimeOffset date => date.ToString("O", Invariant),
        DateOnly date => date.ToString("O", Invariant),
        TimeOnly time => time.ToString("O", Invariant),
        TimeSpan span => span.ToString("c", Invariant),
        byte[] bytes => Convert.ToBase64String(bytes),
        Uri uri => uri.OriginalString,
        Guid or decimal or long or short or byte or sbyte or ushort or uint or ulong or char
            or System.Numerics.BigInteger => Convert.ToString(value, Invariant),
        _ => null,
    };

    /// <summary>A decimal may stand as a plain number only if reading gives the very same digits back.</summary>
    private static bool IsPlain(decimal number) =>
        JsonValues.Number(number.ToString(Invariant)) is decimal read && read.Scale == number.Scale && read == number;

    private static JsonObject Wrap(string alias, string key, JsonNode content) =>
        new() { [TypeKey] = alias, [key] = content };

    private static JsonObject Entries(IEnumerable<KeyValuePair<string, object?>> pairs)
    {
        var entries = new JsonObject();
        foreach (var (key, value) in pairs)
            entries[key] = Write(value);
        return entries;
    }

    private static object? ReadObject(JsonObject node)
    {
        if (node[TypeKey] is JsonValue alias && alias.TryGetValue(out string? name)
            && TypeRef.TryParse(name) is { } type)
        {
            if (node[ValueKey] is JsonValue value && value.TryGetValue(out string? text))
                return ReadScalar(text, type.ClrType);
            if (node[IslandKey] is JsonValue island && island.TryGetValue(out string? json))
                return JsonValues.Parse(json, type.ClrType, isText: false);
            if (node[ItemsKey] is JsonArray items)
                return ValueConversion.Convert(Read(items), type);
            if (node[EntriesKey] is JsonObject entries)
                return ValueConversion.Convert(ReadEntries(entries), type);
        }

        return ReadEntries(node);
    }

    private static object? ReadScalar(string text, Type type) =>
        type == typeof(DateTime)
            && DateTime.TryParse(text, Invariant, DateTimeStyles.RoundtripKind, out var date) ? date
        : type == typeof(System.Numerics.BigInteger) ? System.Numerics.BigInteger.Parse(text, Invariant)
        : ValueConversion.Convert(text, type);

    private static Dictionary<string, object?> ReadEntries(JsonObject node)
    {
        var entries = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in node)
            entries[key] = Read(value);
        return entries;
    }
}
