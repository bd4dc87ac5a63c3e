using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Expressions;

/// <summary>The grammar of type names: aliases, suffixes, generic collections and .NET names (D-26 to D-28).</summary>
internal static class TypeNames
{
    public const int MaxLength = 1_000;
    private const string Unregistered = "UnregisteredClrType:";

    private static readonly TypeRef[] Scalars =
    [
        TypeRef.Object, TypeRef.String, TypeRef.Boolean, new("Int16", typeof(short)), TypeRef.Int32, TypeRef.Int64,
        new("Single", typeof(float)), TypeRef.Double, TypeRef.Decimal, TypeRef.Guid, TypeRef.DateTime,
        TypeRef.DateTimeOffset, TypeRef.TimeSpan, new("ByteArray", typeof(byte[])), new("Stream", typeof(Stream)),
        new("JsonElement", typeof(JsonElement)), new("JsonNode", typeof(JsonNode)),
        new("JsonObject", typeof(JsonObject)), new("JsonArray", typeof(JsonArray)),
        TypeRef.ObjectDictionary, TypeRef.StringDictionary,
        new("HttpStatusCode", typeof(HttpStatusCode)), new("HttpHeaders", typeof(Dictionary<string, string[]>)),
        // not aliases of the format, but values that must survive in stored state
        new("Byte", typeof(byte)), new("SByte", typeof(sbyte)), new("UInt16", typeof(ushort)),
        new("UInt32", typeof(uint)), new("UInt64", typeof(ulong)), new("Char", typeof(char)),
        new("DateOnly", typeof(DateOnly)), new("TimeOnly", typeof(TimeOnly)), new("Uri", typeof(Uri)),
        new("BigInteger", typeof(System.Numerics.BigInteger)),
    ];

    private static readonly Dictionary<Type, TypeRef> ByType = Scalars.ToDictionary(t => t.ClrType);
    private static readonly Dictionary<string, TypeRef> ByName = BuildNames();

    public static TypeRef? Parse(string name)
    {
        name = name.Trim();
        if (name.StartsWith(Unregistered, StringComparison.OrdinalIgnoreCase))
            name = name[Unregistered.Length..].Trim();
        if (ByName.TryGetValue(name, out var known))
            return known;
        name = WithoutAssembly(name);
        if (ByName.TryGetValue(name, out known))
            return known;
        if (name.EndsWith('?'))
            return Parse(name[..^1]) is { } inner ? NullableOf(inner) : null;
        if (name.EndsWith("[]", StringComparison.Ordinal))
            return Parse(name[..^2]) is { } inner ? ArrayOf(inner) : null;
        return ParseGeneric(name);
    }

    public static TypeRef ArrayOf(TypeRef element) => new(element.Alias + "[]", element.ClrType.MakeArrayType());

    public static TypeRef Of(Type type)
    {
        if (ByType.TryGetValue(type, out var known))
            return known;
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return NullableOf(Of(inner));
        if (type.IsArray && type.GetArrayRank() == 1)
            return ArrayOf(Of(type.GetElementType()!));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
            return ListOf(Of(type.GetGenericArguments()[0]));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(HashSet<>))
            return SetOf(Of(type.GetGenericArguments()[0]));
        return new TypeRef(Unregistered + type.FullName, type);
    }

    private static TypeRef NullableOf(TypeRef inner) =>
        inner.ClrType.IsValueType && Nullable.GetUnderlyingType(inner.ClrType) is null
            ? new TypeRef(inner.Alias + "?", typeof(Nullable<>).MakeGenericType(inner.ClrType))
            : inner;

    private static TypeRef ListOf(TypeRef element) =>
        new($"List<{element.Alias}>", typeof(List<>).MakeGenericType(element.ClrType));

    private static TypeRef SetOf(TypeRef element) =>
        new($"HashSet<{element.Alias}>", typeof(HashSet<>).MakeGenericType(element.ClrType));

    /// <summary>Both spellings: <c>List&lt;X&gt;</c> and <c>System.Collections.Generic.List`1[[X, assembly]]</c>.</summary>
    private static TypeRef? ParseGeneric(string name)
    {
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        var open = tick >= 0 ? name.IndexOf('[', tick) : name.IndexOf('<', StringComparison.Ordinal);
        if (open <= 0 || name[^1] != (tick >= 0 ? ']' : '>'))
            return null;
        var family = name[..(tick >= 0 ? tick : open)].Trim();
        family = family[(family.LastIndexOf('.') + 1)..];
        var arguments = SplitTop(name[(open + 1)..^1]);
        if (arguments.Count == 2 && IsOneOf(family, "Dictionary", "IDictionary", "IReadOnlyDictionary"))
            return DictionaryOf(Parse(Unbracket(arguments[0])), Parse(Unbracket(arguments[1])));
        if (arguments.Count != 1 || Parse(Unbracket(arguments[0])) is not { } element)
            return null;
        if (IsOneOf(family, "Nullable"))
            return NullableOf(element);
        if (IsOneOf(family, "HashSet", "ISet"))
            return SetOf(element);
        return IsOneOf(
            family, "List", "Collection", "IEnumerable", "ICollection", "IList", "IReadOnlyCollection", "IReadOnlyList")
            ? ListOf(element)
            : null;
    }

    private static TypeRef? DictionaryOf(TypeRef? key, TypeRef? value) =>
        key?.ClrType != typeof(string) ? null
        : value?.ClrType == typeof(string) ? TypeRef.StringDictionary
        : value?.ClrType == typeof(object) ? TypeRef.ObjectDictionary
        : null;

    private static bool IsOneOf(string name, params ReadOnlySpan<string> names)
    {
        foreach (var candidate in names)
        {
            if (string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary><c>Name, Assembly, Version=…</c> → <c>Name</c>; commas inside brackets belong to type arguments.</summary>
    private static string WithoutAssembly(string name) => SplitTop(name) is [var first, ..] ? first.Trim() : name;

    private static string Unbracket(string argument)
    {
        argument = argument.Trim();
        return argument.StartsWith('[') && argument.EndsWith(']') ? argument[1..^1] : argument;
    }

    private static List<string> SplitTop(string text)
    {
        var parts = new List<string>();
        var depth = 0;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '<' or '[')
                depth++;
            else if (text[i] is '>' or ']')
                depth--;
            else if (text[i] == ',' && depth == 0)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static Dictionary<string, TypeRef> BuildNames()
    {
        var names = new Dictionary<string, TypeRef>(StringComparer.OrdinalIgnoreCase);
        foreach (var scalar in Scalars)
        {
            names[scalar.Alias] = scalar;
            names[scalar.ClrType.FullName!] = scalar;
        }

        // values of these have no own .NET type here: dynamic objects are dictionaries, HTTP objects stay as they come
        names["JSON"] = names["System.Dynamic.ExpandoObject"] = new("JSON", typeof(Dictionary<string, object?>));
        names["ObjectMap"] = TypeRef.ObjectDictionary;
        names["StringMap"] = TypeRef.StringDictionary;
        names["Long"] = TypeRef.Int64;
        names["LogPersistenceMode"] = new("LogPersistenceMode", typeof(string));
        foreach (var http in new[]
        {
            "HttpRequest", "HttpResponse", "HttpResponseMessage", "HttpFile", "FormFile", "RouteData", "Downloadable",
        })
            names[http] = new(http, typeof(object));
        return names;
    }
}
