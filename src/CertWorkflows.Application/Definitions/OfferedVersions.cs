namespace CertWorkflows.Application.Definitions;

/// <summary>The version that is meant where a definition is named.</summary>
public static class OfferedVersions
{
    /// <summary>That version; without a number the published one, and the latest where none is published. The one that is meant comes first.</summary>
    public static IQueryable<DefinitionVersion> Offered(this IQueryable<DefinitionVersion> definitions, string definitionId, int? version = null) => definitions
        .Where(d => d.DefinitionId == definitionId && (version == null ? d.IsPublished || d.IsLatest : d.Version == version))
        .OrderByDescending(d => d.IsPublished);
}
