using System.Collections.Frozen;
using System.Text.Json;
using CertWorkflows.Client;

namespace CertWorkflows.Server.Http;

/// <summary>A name in a query string, spelled as bodies spell it; the framework would want our own spelling and take numbers.</summary>
internal readonly record struct EnumParameter<T>(T Value)
    where T : struct, Enum
{
    private static readonly FrozenDictionary<string, T> Known = Enum.GetValues<T>()
        .ToFrozenDictionary(value => JsonSerializer.SerializeToElement(value, ApiJson.Options).GetString()!, StringComparer.Ordinal);

    public static IReadOnlyList<string> Names => [.. Enum.GetValues<T>().Select(value => JsonSerializer.SerializeToElement(value, ApiJson.Options).GetString()!)];

    public static bool TryParse(string? text, out EnumParameter<T> parameter)
    {
        var known = Known.TryGetValue(text ?? "", out var value);
        parameter = new EnumParameter<T>(value);
        return known;
    }
}
