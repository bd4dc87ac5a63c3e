using System.Text.Json;

namespace CertWorkflows.Domain;

/// <summary>The names of states and triggers as messages, records and the API write them.</summary>
internal static class CamelCase
{
    public static string Of<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
