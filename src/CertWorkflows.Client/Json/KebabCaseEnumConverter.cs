using System.Text.Json;
using System.Text.Json.Serialization;

namespace CertWorkflows.Client;

/// <summary>Writes and reads an enum as kebab-case strings, for codes that the rules spell so (<c>slow-review</c>).</summary>
/// <typeparam name="TEnum">The enum.</typeparam>
public sealed class KebabCaseEnumConverter<TEnum>() :
    JsonStringEnumConverter<TEnum>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
