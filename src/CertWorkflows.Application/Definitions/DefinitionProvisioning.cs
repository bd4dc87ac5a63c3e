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
/// same file is never taken twice. Where a person has made or unpublished what counts now, a changed file is only put beside it,
/// unpublished, and the log says so: what a person did is replaced by a person.
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

        var number = await VersionNumbers.NextAsync(db, definitionId, cancellationToken);
        var isCurrent = IsUntouched(versions);
        var now = clock.GetUtcNow();
        var definition = DefinitionReader.Read(json) with
        {
            Id = $"{definitionId}:{number}",
            DefinitionId = definitionId,
            Version = number,
            IsLatest = isCurrent,
            IsPublished = isCurrent,
        };
        await Publication.ClaimTypeAsync(db, definition, now, cancellationToken);
        var errors = await checks.ErrorsAsync(db, definition, cancellationToken);
        if (errors.Count > 0)
        {
            throw new DefinitionException([.. errors.Select(e => e with { Message = $"workflows/{definitionId}.json: {e.Message}" })]);
        }

        var row = NewVersion(definition, hash, isCurrent, now);
        await Publication.WriteUsesAsync(db, row, await catalog.PinAsync(db, definition, cancellationToken), cancellationToken);
        row.Json = DefinitionWriter.WriteCompact(definition);
        db.Definitions.Add(row);
        var updated = isCurrent ? await MakeCurrentAsync(db, row, versions, now, cancellationToken) : [];
        await store.CommitAsync(db, cancellationToken);
        foreach (var changed in updated.Select(consumer => consumer.DefinitionId).Prepend(definitionId))
        {
            catalog.PublishedChanged(changed);
        }

        if (isCurrent)
        {
            LogProvisioned(definitionId, number);
        }
        else
        {
            LogKeptAside(definitionId, number);
        }
    }

    private async Task<IReadOnlyList<UpdatedConsumer>> MakeCurrentAsync(
        WorkflowDb db, DefinitionVersion row, List<DefinitionVersion> versions, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var version in versions.Where(v => v.IsLatest))
        {
            version.IsLatest = false;
            version.Revision++;
        }

        row.Revision = versions.Select(v => v.Revision).DefaultIfEmpty().Max() + 1;
        await publication.PublishAsync(db, row, versions.Find(v => v.IsPublished), [], Provisioner, now, cancellationToken);
        return await consumers.UpdateAsync(db, row, Provisioner, now, cancellationToken);
    }

    /// <summary>Whether only files made what counts now: nobody has a draft, published a version or unpublished the file's.</summary>
    private static bool IsUntouched(List<DefinitionVersion> versions) =>
        versions.Count == 0
        || (versions.Exists(v => v.IsPublished) && versions.TrueForAll(v => v.SourceHash is not null || !(v.IsLatest || v.IsPublished)));

    private static DefinitionVersion NewVersion(WorkflowDefinition definition, string hash, bool isCurrent, DateTimeOffset now) => new()
    {
        Id = definition.Id,
        DefinitionId = definition.DefinitionId,
        Version = definition.Version,
        Name = definition.Name,
        Description = definition.Description,
        IsLatest = isCurrent,
        Json = "",
        SourceHash = hash,
        CreatedBy = Provisioner.Name,
        CreatedAt = now,

        // frozen like a published one: it is the file
        PublishedAt = now,
    };
}
