using System.IO.Compression;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Server.Endpoints;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Studio;

/// <summary>Definitions as files: one as JSON, several as a zip (D-2).</summary>
internal static class DefinitionExportEndpoints
{
    private const int MaxFiles = 500;

    public static void MapDefinitionExports(this IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-definitions/{definitionId}/export", ExportAsync);
        api.MapPost("/bulk-actions/export/workflow-definitions", BulkExportAsync);
    }

    private static async Task<FileContentHttpResult> ExportAsync(
        string definitionId, string? versionOptions, string? includeConsumingWorkflows, IWorkflowStore store, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var version = await DefinitionReadEndpoints.FindAsync(
            db, definitionId, versionOptions is null or "" ? "Latest" : versionOptions, cancellationToken);
        List<DefinitionVersion> all = [version];
        if (StudioParameters.Flag(nameof(includeConsumingWorkflows), includeConsumingWorkflows) ?? false)
        {
            await AddConsumersAsync(db, all, cancellationToken);
        }

        return await ToFileAsync(db, all, catalog, zip: all.Count > 1, cancellationToken);
    }

    private static async Task<FileContentHttpResult> BulkExportAsync(
        HttpRequest request, IWorkflowStore store, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var wanted = await StudioJson.ReadAsync<BulkExport>(request, cancellationToken);
        var ids = wanted.Ids?.OfType<string>().ToList() ?? [];
        if (ids.Count is 0 or > MaxFiles)
        {
            throw new InvalidInputException("ids", $"1 to {MaxFiles} ids of versions are needed.");
        }

        await using var db = store.Open();
        var all = await db.Definitions.AsNoTracking().Where(d => ids.Contains(d.Id)).OrderBy(d => d.Id).ToListAsync(cancellationToken);
        if (ids.Except(all.Select(version => version.Id), StringComparer.Ordinal).FirstOrDefault() is { } missing)
        {
            throw new InvalidInputException("ids", $"There is no version '{missing}'.");
        }

        if (wanted.IncludeConsumingWorkflows)
        {
            await AddConsumersAsync(db, all, cancellationToken);
        }

        return await ToFileAsync(db, all, catalog, zip: true, cancellationToken);
    }

    /// <summary>Adds the latest versions that use one of those as an activity (D-10), and those that use them.</summary>
    private static async Task AddConsumersAsync(WorkflowDb db, List<DefinitionVersion> all, CancellationToken cancellationToken)
    {
        for (var next = 0; next < all.Count && all.Count < MaxFiles; next++)
        {
            var used = all[next].DefinitionId;
            var known = all.ConvertAll(version => version.DefinitionId);
            all.AddRange(await db.Definitions.AsNoTracking()
                .Where(d => d.IsLatest && !known.Contains(d.DefinitionId) && db.DefinitionUses.Any(use => use.VersionId == d.Id && use.UsedDefinitionId == used))
                .OrderBy(d => d.DefinitionId)
                .Take(MaxFiles - all.Count)
                .ToListAsync(cancellationToken));
        }
    }

    private static async Task<FileContentHttpResult> ToFileAsync(
        WorkflowDb db, List<DefinitionVersion> versions, DefinitionCatalog catalog, bool zip, CancellationToken cancellationToken)
    {
        if (!zip)
        {
            var (name, content) = DefinitionAnswers.File(versions[0], await catalog.DocumentAsync(db, versions[0], cancellationToken));
            return TypedResults.File(content, "application/json", name);
        }

        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var version in versions)
            {
                var (name, content) = DefinitionAnswers.File(version, await catalog.DocumentAsync(db, version, cancellationToken));
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return TypedResults.File(bytes.ToArray(), "application/zip", "workflow-definitions.zip");
    }

    private sealed record BulkExport
    {
        public IReadOnlyList<string?>? Ids { get; init; }

        public bool IncludeConsumingWorkflows { get; init; }
    }
}
