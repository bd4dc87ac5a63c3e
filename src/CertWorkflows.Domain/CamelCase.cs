using System.Text.Json;

namespace CertWorkflows.Domain;

/// <summary>The names of states and triggers as messages, records, definitions and the API write them.</summary>
public static class CamelCase
{
    /// <summary>The value's name in camelCase.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
