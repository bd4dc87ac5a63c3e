using System.Text.Json;
using System.Text.Json.Serialization;

namespace CertWorkflows.Client;

/// <summary>The one place that says how the API's JSON is written and read.</summary>
/// <remarks>
/// camelCase members, enums as camelCase strings (never numbers), numbers never as strings, instants as RFC 3339 in UTC.
/// A member that must be there and is missing or null is an error in both directions.
/// </remarks>
public static class ApiJson
{
    /// <summary>Options that ignore members they do not know: what a client uses to read answers of a newer server.</summary>
    public static JsonSerializerOptions Options { get; } = Create(refuseUnknownMembers: false);

    /// <summary>Options that refuse unknown and repeated members: what a server uses to read requests.</summary>
    public static JsonSerializerOptions StrictOptions { get; } = Create(refuseUnknownMembers: true);

    /// <summary>Applies the API's conventions to options that somebody else created, such as a web host's.</summary>
    /// <param name="options">The options to change; they must not have been used yet.</param>
    /// <param name="refuseUnknownMembers">Whether unknown and repeated members are errors.</param>
    /// <exception cref="InvalidOperationException">The options have been used and are read-only.</exception>
    public static void Apply(JsonSerializerOptions options, bool refuseUnknownMembers)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.UnmappedMemberHandling =
            refuseUnknownMembers ? JsonUnmappedMemberHandling.Disallow : JsonUnmappedMemberHandling.Skip;
        options.AllowDuplicateProperties = !refuseUnknownMembers;
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new KebabCaseEnumConverter<RefundReason>()); // before the general one: the first that fits is taken
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }

    private static JsonSerializerOptions Create(bool refuseUnknownMembers)
    {
        var options = new JsonSerializerOptions();
        Apply(options, refuseUnknownMembers);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
