using System.Globalization;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Definitions;

/// <summary>
/// Numbers of versions are given once: instances, journals and the caches of all nodes name a version by it, also one that was deleted since.
/// </summary>
internal static class VersionNumbers
{
    public const string Deleted = "delete-version";

    public static async Task<int> NextAsync(WorkflowDb db, string definitionId, CancellationToken cancellationToken)
    {
        var highest = await db.Definitions.Where(d => d.DefinitionId == definitionId).MaxAsync(d => (int?)d.Version, cancellationToken) ?? 0;
        var deleted = await db.Audit
            .Where(a => a.Subject == "workflow" && a.SubjectId == definitionId && a.Action == Deleted)
            .Select(a => a.From)
            .ToListAsync(cancellationToken);
        return deleted.Select(number => int.Parse(number!, CultureInfo.InvariantCulture)).Append(highest).Max() + 1;
    }
}
