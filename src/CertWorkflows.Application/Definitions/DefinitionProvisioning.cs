using System.Security.Cryptography;
using System.Text;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
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
    DefinitionChecks checks,
    Publication publication,
    ConsumerUpdates consumers,
    TimeProvider clock,
    ILogger<DefinitionProvisioning> logger)
{
    private const int Attempts = 5;

    private static readonly Caller Provisioner = new("provisioning", new HashSet<string>(), new HashSet<string>());

    /// <summary>Takes in every <c>*.json</c> of the folder.</summary>
    /// <exception cref="DefinitionException">A file is not a valid definition; all problems are listed and nothing is stored.</exception>
    public async Task RunAsync(string folder, CancellationToken cancellationToken)
    {
        var files = Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).ToList();
        while (files.Count > 0)
        {
            var waiting = new List<string>();
            DefinitionException? refused = null;
            foreach (var file in files)
            {
                try
                {
                    await ProvisionAsync(Path.GetFileNameWithoutExtension(file), await File.ReadAllTextAsync(file, cancellationToken), cancellationToken);
                }
                catch (DefinitionException exception)
                {
                    // it may use a workflow of a file that comes after it
                    refused ??= exception;
                    waiting.Add(file);
                }
            }

            if (waiting.Count == files.Count)
            {
                throw refused!;
            }

            files = waiting;
        }
    }

    private async Task ProvisionAsync(string definitionId, string json, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await StoreAsync(definitionId, json, cancellationToken);
                return;
            }
            catch (Exception exception) when (exception is DuplicateRowException or TurnConflictException && attempt < Attempts)
            {
                // Another node starts at the same moment: what it has stored is seen now.
                LogRaced(definitionId);
            }
        }
    }

    private async Task StoreAsync(string definitionId, string json, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
        await using var db = store.Open();
        var versions = await db.Definitions.Where(d => d.DefinitionId == definitionId).ToListAsync(cancellationToken);
        if (versions.Exists(v => v.SourceHash == hash))
        {
            return;
        }

        var number = versions.Count == 0 ? 1 : versions.Max(v => v.Version) + 1;
        var id = $"{definitionId}:{number}";
        var definition = DefinitionReader.Read(json) with
        {
            Id = id,
            DefinitionId = definitionId,
            Version = number,
            IsLatest = true,
            IsPublished = true,
        };
        await Publication.ClaimTypeAsync(db, definition, clock.GetUtcNow(), cancellationToken);
        var errors = await checks.ErrorsAsync(db, definition, cancellationToken);
        if (errors.Count > 0)
        {
            throw new DefinitionException([.. errors.Select(e => e with { Message = $"workflows/{definitionId}.json: {e.Message}" })]);
        }

        var published = versions.Find(v => v.IsPublished);
        foreach (var version in versions.Where(v => v.IsLatest))
        {
            version.IsLatest = false;
            version.Revision++;
        }

        var row = new DefinitionVersion
        {
            Id = id,
            DefinitionId = definitionId,
            Version = number,
            Name = definition.Name,
            Description = definition.Description,
            IsLatest = true,
            Json = "",
            SourceHash = hash,
            CreatedBy = Provisioner.Name,
            CreatedAt = clock.GetUtcNow(),
            Revision = versions.Select(v => v.Revision).DefaultIfEmpty().Max() + 1,
        };
        await Publication.WriteUsesAsync(db, row, await catalog.PinAsync(db, definition, cancellationToken), cancellationToken);
        row.Json = DefinitionWriter.WriteCompact(definition);
        db.Definitions.Add(row);
        await publication.PublishAsync(db, row, published, [], Provisioner, clock.GetUtcNow(), cancellationToken);
        var updated = await consumers.UpdateAsync(db, row, Provisioner, clock.GetUtcNow(), cancellationToken);
        await store.CommitAsync(db, cancellationToken);
        foreach (var changed in updated.Select(consumer => consumer.DefinitionId).Prepend(definitionId))
        {
            catalog.PublishedChanged(changed);
        }

        LogProvisioned(definitionId, number);
    }
}
