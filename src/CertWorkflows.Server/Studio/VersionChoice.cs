using System.Globalization;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;

namespace CertWorkflows.Server.Studio;

/// <summary>Studio's <c>versionOptions</c>: which versions of definitions are meant. Nothing means all.</summary>
internal static class VersionChoice
{
    public static IQueryable<DefinitionVersion> Choose(this IQueryable<DefinitionVersion> versions, string? options) => options?.ToUpperInvariant() switch
    {
        null or "" or "ALLVERSIONS" => versions,
        "LATEST" => versions.Where(d => d.IsLatest),
        "PUBLISHED" => versions.Where(d => d.IsPublished),
        "DRAFT" => versions.Where(d => !d.IsPublished),
        "LATESTORPUBLISHED" => versions.Where(d => d.IsLatest || d.IsPublished),
        "LATESTANDPUBLISHED" => versions.Where(d => d.IsLatest && d.IsPublished),
        _ when int.TryParse(options, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => versions.Where(d => d.Version == number),
        _ => throw new InvalidInputException(
            "versionOptions",
            $"'{options}' is none of Latest, Published, Draft, LatestOrPublished, LatestAndPublished, AllVersions or a version number."),
    };
}
