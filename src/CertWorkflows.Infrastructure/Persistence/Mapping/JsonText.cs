using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Packages;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CertWorkflows.Infrastructure.Persistence.Mapping;

/// <summary>
/// A small value as JSON in a text column. Text and not <c>jsonb</c>: no query looks inside, and parsing it on every
/// write would cost time for nothing.
/// </summary>
internal sealed class JsonText<T>() : ValueConverter<T, string>(
    value => JsonSerializer.Serialize(value, JsonText.Options), stored => JsonSerializer.Deserialize<T>(stored, JsonText.Options)!);

/// <summary>How such values are written.</summary>
internal static class JsonText
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        // company names in Chinese stay readable in the database
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new CertificateIdAsText() },
    };

    private sealed class CertificateIdAsText : JsonConverter<CertificateId>
    {
        public override CertificateId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            CertificateId.Parse(reader.GetString());

        public override void Write(Utf8JsonWriter writer, CertificateId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}

/// <summary>Sees changes inside a list that is changed in place.</summary>
internal sealed class TextListComparer() : ValueComparer<List<string>>(
    (left, right) => left == right || (left != null && right != null && left.SequenceEqual(right)),
    list => list.Count,
    list => new List<string>(list));

/// <summary>A package's domains, which are only ever replaced.</summary>
internal sealed class PackageDomainsComparer() : ValueComparer<IReadOnlyList<PackageDomain>>(
    (left, right) => left == right || (left != null && right != null && left.SequenceEqual(right)),
    list => list.Count,
    list => list);

/// <summary>Lists that are only ever replaced.</summary>
internal sealed class ReadOnlyTextListComparer() : ValueComparer<IReadOnlyList<string>>(
    (left, right) => left == right || (left != null && right != null && left.SequenceEqual(right)),
    list => list.Count,
    list => list);
