using System.Globalization;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Triggers;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Definitions;

/// <summary>Deletes definitions and versions that nothing needs: what an instance runs or ran stays, and what a file would bring back at the next start.</summary>
public sealed class DefinitionRemoval(IWorkflowStore store, DefinitionCatalog catalog, TimeProvider clock)
{
    /// <summary>Deletes all versions of a definition.</summary>
    /// <exception cref="NotFoundException">There is no such definition.</exception>
    /// <exception cref="ConflictException"><c>in-use</c> or <c>provisioned</c>.</exception>
    public async Task DeleteAsync(string definitionId, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var versions = await db.Definitions.Where(d => d.DefinitionId == definitionId).ToListAsync(cancellationToken);
        if (versions.Count == 0)
        {
            throw new NotFoundException("workflow", definitionId);
        }

        await EnsureUnneededAsync(db, versions, cancellationToken);
        await RemoveAsync(db, versions, caller, cancellationToken);
    }

    /// <summary>Deletes one version; the highest that is left becomes the latest.</summary>
    /// <exception cref="NotFoundException">There is no such version.</exception>
    /// <exception cref="ConflictException"><c>in-use</c> or <c>provisioned</c>.</exception>
    public async Task DeleteVersionAsync(string versionId, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var version = await db.Definitions.SingleOrDefaultAsync(d => d.Id == versionId, cancellationToken)
            ?? throw new NotFoundException("workflow version", versionId);
        await EnsureUnneededAsync(db, [version], cancellationToken);
        if (version.IsLatest)
        {
            var left = await db.Definitions
                .Where(d => d.DefinitionId == version.DefinitionId && d.Id != versionId)
                .OrderByDescending(d => d.Version)
                .FirstOrDefaultAsync(cancellationToken);
            if (left is not null)
            {
                left.IsLatest = true;
                left.Revision = version.Revision + 1;
            }
        }

        await RemoveAsync(db, [version], caller, cancellationToken);
    }

    private static async Task EnsureUnneededAsync(WorkflowDb db, List<DefinitionVersion> versions, CancellationToken cancellationToken)
    {
        if (versions.Find(version => version.SourceHash is not null) is { } provisioned)
        {
            throw new ConflictException(
                "provisioned", $"'{provisioned.Id}' comes from workflows/{provisioned.DefinitionId}.json and would be back at the next start; unpublish it instead.");
        }

        var ids = versions.ConvertAll(version => version.Id);
        if (await db.DefinitionUses.Where(use => ids.Contains(use.UsedVersionId) && !ids.Contains(use.VersionId)).FirstOrDefaultAsync(cancellationToken) is { } use)
        {
            throw new ConflictException("in-use", $"The workflow version '{use.VersionId}' uses '{use.UsedVersionId}' as an activity; change or delete that one first.");
        }

        if (await db.Instances.Where(i => ids.Contains(i.DefinitionVersionId)).Select(i => i.DefinitionVersionId).FirstOrDefaultAsync(cancellationToken) is { } used)
        {
            throw new ConflictException("in-use", $"Instances ran on '{used}', whose record it belongs to; unpublish it instead.");
        }
    }

    private async Task RemoveAsync(WorkflowDb db, List<DefinitionVersion> versions, Caller caller, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var version in versions)
        {
            if (version.IsPublished)
            {
                await TriggerIndex.ClearAsync(db, version.DefinitionId, now, cancellationToken);
            }

            await Publication.WriteUsesAsync(db, version, [], cancellationToken);
            db.Definitions.Remove(version);
            db.Record(
                now, caller.Name, "workflow", version.DefinitionId, VersionNumbers.Deleted,
                from: version.Version.ToString(CultureInfo.InvariantCulture));
        }

        await store.CommitAsync(db, cancellationToken);
        catalog.PublishedChanged(versions[0].DefinitionId);
    }
}
