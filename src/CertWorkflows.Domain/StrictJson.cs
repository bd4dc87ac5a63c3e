using System.Text.Json;
using System.Text.Json.Serialization;

namespace CertWorkflows.Domain;

/// <summary>How data files of operators are read: unknown members and repeated members are mistakes, comments are
/// welcome.</summary>
internal static class StrictJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        MaxDepth = 16,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Reads the file, or throws with <paramref name="code"/> and what the reader found.</summary>
    public static T Read<T>(string json, string code, string what)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options)
                ?? throw new DomainException(code, $"The {what} is null.");
        }
        catch (JsonException error)
        {
            throw new DomainException(code, $"The {what} cannot be read: {error.Message}");
        }
    }

    /// <summary>Throws one exception that lists all problems, if there are any.</summary>
    public static void RefuseAny(IReadOnlyCollection<string> problems, string code, string what)
    {
        if (problems.Count > 0)
        {
            throw new DomainException(
                code, $"The {what} has {problems.Count} problem(s): {string.Join("; ", problems)}.");
        }
    }
}
