using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Triggers;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CertWorkflows.Application.Definitions;

/// <summary>
/// Brings the files of <c>workflows/</c> into the database at start: a file that changed becomes a new published version. The
/// same file is never taken twice. Where a person has made or unpublished what counts now, a changed file is only put beside it,
/// unpublished, and the log says so: what a person did is replaced by a person.
/// </summary>
public sealed partial class DefinitionProvisioning(
    IWorkflowStore store,
    DefinitionCatalog catalog,
    ActivityRegistry activities,
    ExpressionEvaluator evaluator,
    TimeProvider clock,
    ILogger<DefinitionProvisioning> logger)
{
    /// <summary>Takes in every <c>*.json</c> of the folder.</summary>
    /// <exception cref="DefinitionException">A file is not a valid definition; all problems are listed and nothing is stored.</exception>
    public async Task RunAsync(string folder, CancellationToken cancellationToken)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var definitionId = Path.GetFileNameWithoutExtension(file);
            var json = await File.ReadAllTextAsync(file, cancellationToken);
            try
            {
                await ProvisionAsync(definitionId, json, cancellationToken);
            }
            catch (DuplicateRowException)
            {
                // Another node starts at the same moment and has just stored the same version.
                LogAlreadyProvisioned(definitionId);
            }
        }
    }

    private async Task ProvisionAsync(string definitionId, string json, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
        await using var db = store.Open();
        var versions = await db.Definitions.Where(d => d.DefinitionId == definitionId).ToListAsync(cancellationToken);
        if (versions.Exists(v => v.SourceHash == hash))
        {
            return;
        }

        var definition = DefinitionReader.Read(json);
        var errors = DefinitionValidator.Validate(definition, activities, evaluator).Where(p => !p.IsWarning).ToList();
        if (errors.Count > 0)
        {
            throw new DefinitionException([.. errors.Select(e => e with { Message = $"workflows/{definitionId}.json: {e.Message}" })]);
        }

        var number = await VersionNumbers.NextAsync(db, definitionId, cancellationToken);
        var isCurrent = IsUntouched(versions);
        var row = NewVersion(definition, json, hash, definitionId, number, isCurrent);
        db.Definitions.Add(row);
        if (isCurrent)
        {
            foreach (var version in versions.Where(v => v.IsLatest || v.IsPublished))
            {
                version.IsLatest = version.IsPublished = false;
                version.Revision++;
            }

            row.Revision = versions.Select(v => v.Revision).DefaultIfEmpty().Max() + 1;
            await TriggerIndex.ReplaceAsync(db, catalog.Compile(row.Json), clock.GetUtcNow(), cancellationToken);
        }

        await store.CommitAsync(db, cancellationToken);
        catalog.PublishedChanged(definitionId);
        if (isCurrent)
        {
            LogProvisioned(definitionId, number);
        }
        else
        {
            LogKeptAside(definitionId, number);
        }
    }

    /// <summary>Whether only files made what counts now: nobody has a draft, published a version or unpublished the file's.</summary>
    private static bool IsUntouched(List<DefinitionVersion> versions) =>
        versions.Count == 0
        || (versions.Exists(v => v.IsPublished) && versions.TrueForAll(v => v.SourceHash is not null || !(v.IsLatest || v.IsPublished)));

    private DefinitionVersion NewVersion(WorkflowDefinition definition, string json, string hash, string definitionId, int number, bool isCurrent) => new()
    {
        Id = $"{definitionId}:{number}",
        DefinitionId = definitionId,
        Version = number,
        Name = definition.Name,
        Description = definition.Description,
        IsLatest = isCurrent,
        IsPublished = isCurrent,
        Json = Stamp(json, $"{definitionId}:{number}", definitionId, number, isCurrent),
        SourceHash = hash,
        CreatedBy = "provisioning",
        CreatedAt = clock.GetUtcNow(),

        // frozen like a published one: it is the file
        PublishedAt = clock.GetUtcNow(),
    };

    private static string Stamp(string json, string id, string definitionId, int version, bool isCurrent)
    {
        var stamped = JsonNode.Parse(json)!.AsObject();
        stamped["id"] = id;
        stamped["definitionId"] = definitionId;
        stamped["version"] = version;
        stamped["isLatest"] = isCurrent;
        stamped["isPublished"] = isCurrent;
        return stamped.ToJsonString();
    }
}
