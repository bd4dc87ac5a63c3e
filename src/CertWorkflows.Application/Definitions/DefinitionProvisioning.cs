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
/// same file is never taken twice, so a version made by a person since then stays the published one.
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

        foreach (var version in versions.Where(v => v.IsLatest || v.IsPublished))
        {
            version.IsLatest = version.IsPublished = false;
            version.Revision++;
        }

        var number = versions.Count == 0 ? 1 : versions.Max(v => v.Version) + 1;
        var id = $"{definitionId}:{number}";
        var stamped = Stamp(json, id, definitionId, number);
        db.Definitions.Add(new DefinitionVersion
        {
            Id = id,
            DefinitionId = definitionId,
            Version = number,
            Name = definition.Name,
            Description = definition.Description,
            IsLatest = true,
            IsPublished = true,
            Json = stamped,
            SourceHash = hash,
            CreatedBy = "provisioning",
            CreatedAt = clock.GetUtcNow(),
            PublishedAt = clock.GetUtcNow(),
            Revision = versions.Select(v => v.Revision).DefaultIfEmpty().Max() + 1,
        });
        await TriggerIndex.ReplaceAsync(db, catalog.Compile(stamped), clock.GetUtcNow(), cancellationToken);
        await store.CommitAsync(db, cancellationToken);
        catalog.PublishedChanged(definitionId);
        LogProvisioned(definitionId, number);
    }

    private static string Stamp(string json, string id, string definitionId, int version)
    {
        var stamped = JsonNode.Parse(json)!.AsObject();
        stamped["id"] = id;
        stamped["definitionId"] = definitionId;
        stamped["version"] = version;
        stamped["isLatest"] = true;
        stamped["isPublished"] = true;
        return stamped.ToJsonString();
    }
}
