using CertWorkflows.Application.Access;
using CertWorkflows.Application.Triggers;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Definitions;

/// <summary>
/// Saves, publishes and retracts definitions (D-31, D-32). A version that was ever published is never changed: saving begins the
/// next one, and running instances keep theirs (D-34).
/// </summary>
public sealed class DefinitionService(
    IWorkflowStore store, DefinitionCatalog catalog, DefinitionChecks checks, Publication publication, ConsumerUpdates consumers, TimeProvider clock)
{
    private const int Attempts = 5;
    private const int MaxIdLength = 100;

    /// <summary>Stores a draft, with its mistakes: only what is no definition at all is refused.</summary>
    /// <exception cref="DefinitionException">It cannot be read; or it is to be published and has errors. Nothing was stored.</exception>
    /// <exception cref="StaleException">Somebody changed the definition since.</exception>
    /// <exception cref="ConflictException"><c>read-only</c>: the definition refuses edits.</exception>
    public Task<SavedDefinition> SaveAsync(SaveDraft draft, Caller caller, CancellationToken cancellationToken)
    {
        RequireId(draft.DefinitionId);
        var definition = DefinitionReader.Read(draft.Json);
        return RepeatAsync(() => SaveOnceAsync(draft, definition, caller, cancellationToken));
    }

    /// <summary>Publishes the latest version.</summary>
    /// <exception cref="DefinitionException">It has errors; all problems are listed.</exception>
    /// <exception cref="ConflictException"><c>read-only</c>.</exception>
    /// <exception cref="NotFoundException">There is no such definition.</exception>
    /// <exception cref="StaleException">Somebody changed the definition since.</exception>
    public Task<SavedDefinition> PublishAsync(string definitionId, long? revision, Caller caller, CancellationToken cancellationToken) =>
        RepeatAsync(() => PublishOnceAsync(definitionId, revision, caller, cancellationToken));

    /// <summary>Takes the published version back: nothing starts it any more, and what runs goes on.</summary>
    /// <exception cref="ConflictException"><c>not-published</c> or <c>read-only</c>.</exception>
    /// <exception cref="NotFoundException">There is no such definition.</exception>
    /// <exception cref="StaleException">Somebody changed the definition since.</exception>
    public Task<SavedDefinition> RetractAsync(string definitionId, long? revision, Caller caller, CancellationToken cancellationToken) =>
        RepeatAsync(() => RetractOnceAsync(definitionId, revision, caller, cancellationToken));

    private async Task<SavedDefinition> SaveOnceAsync(
        SaveDraft draft, WorkflowDefinition definition, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var (latest, published) = await CurrentAsync(db, draft.DefinitionId, cancellationToken);
        var stored = latest is null ? null : DefinitionReader.Read(latest.Json);
        if (draft.Editor is null || stored is null || EditorMark.Of(stored.Source) != draft.Editor)
        {
            EnsureFresh(draft.Revision, latest);
        }

        EnsureWritable(latest);
        if (draft.KeepsOtherMembers && stored is not null)
        {
            definition = definition.WithOtherMembersOf(stored);
        }

        EditorMark.Set(definition.Source, draft.Editor);
        var now = clock.GetUtcNow();
        var row = latest is { PublishedAt: null } ? latest : await DefinitionVersion.AfterAsync(db, latest, draft.DefinitionId, caller.Name, now, cancellationToken);
        if (row != latest)
        {
            db.Definitions.Add(row);
        }

        definition = definition with
        {
            Id = row.Id,
            DefinitionId = row.DefinitionId,
            Version = row.Version,
            CreatedAt = row.CreatedAt,
            IsLatest = true,
            IsPublished = draft.Publish,
        };
        row.Name = definition.Name;
        row.Description = definition.Description;
        if (draft.Publish)
        {
            await Publication.ClaimTypeAsync(db, definition, now, cancellationToken);
        }

        await Publication.WriteUsesAsync(db, row, await catalog.PinAsync(db, definition, cancellationToken), cancellationToken);
        row.Json = DefinitionWriter.WriteCompact(definition);
        row.Revision = (latest?.Revision ?? 0) + 1;
        var problems = await checks.FindAsync(db, definition, cancellationToken);
        IReadOnlyList<UpdatedConsumer> updated = [];
        if (draft.Publish)
        {
            await publication.PublishAsync(db, row, published, problems, caller, now, cancellationToken);
            updated = await consumers.UpdateAsync(db, row, caller, now, cancellationToken);
        }

        Publication.Record(db, row, "save", caller, now);
        await CommitAsync(db, draft.DefinitionId, updated, cancellationToken);
        return new SavedDefinition(row, draft.Publish ? row.Version : published?.Version, problems) { Consumers = updated };
    }

    private async Task<SavedDefinition> PublishOnceAsync(
        string definitionId, long? revision, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var (latest, published) = await CurrentAsync(db, definitionId, cancellationToken);
        EnsureFresh(revision, latest);
        if (latest is null)
        {
            throw new NotFoundException("workflow", definitionId);
        }

        EnsureWritable(latest);
        var definition = DefinitionReader.Read(latest.Json);
        if (latest.IsPublished)
        {
            return new SavedDefinition(latest, latest.Version, await checks.FindAsync(db, definition, cancellationToken), WasPublished: true);
        }

        var now = clock.GetUtcNow();
        await Publication.ClaimTypeAsync(db, definition, now, cancellationToken);
        var problems = await checks.FindAsync(db, definition, cancellationToken);
        latest.Revision++;
        if (latest.PublishedAt is null)
        {
            // what it uses may have been published after it was saved
            await Publication.WriteUsesAsync(db, latest, await catalog.PinAsync(db, definition, cancellationToken), cancellationToken);
            latest.Json = DefinitionWriter.WriteCompact(definition);
        }

        await publication.PublishAsync(db, latest, published, problems, caller, now, cancellationToken);
        var updated = await consumers.UpdateAsync(db, latest, caller, now, cancellationToken);
        await CommitAsync(db, definitionId, updated, cancellationToken);
        return new SavedDefinition(latest, latest.Version, problems) { Consumers = updated };
    }

    private async Task<SavedDefinition> RetractOnceAsync(
        string definitionId, long? revision, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var (latest, published) = await CurrentAsync(db, definitionId, cancellationToken);
        EnsureFresh(revision, latest);
        if (latest is null)
        {
            throw new NotFoundException("workflow", definitionId);
        }

        EnsureWritable(latest);
        if (published is null)
        {
            throw new ConflictException("not-published", $"No version of the workflow '{definitionId}' is published.", "draft", ["publish"]);
        }

        published.IsPublished = false;
        published.Revision++;
        if (latest != published)
        {
            latest.Revision++;
        }

        await TriggerIndex.ClearAsync(db, definitionId, clock.GetUtcNow(), cancellationToken);
        Publication.Record(db, published, "retract", caller, clock.GetUtcNow());
        await CommitAsync(db, definitionId, [], cancellationToken);
        return new SavedDefinition(latest, null, await ConsumerUpdates.StillUsingAsync(db, definitionId, cancellationToken));
    }

    private async Task CommitAsync(WorkflowDb db, string definitionId, IReadOnlyList<UpdatedConsumer> updated, CancellationToken cancellationToken)
    {
        await store.CommitAsync(db, cancellationToken);
        catalog.PublishedChanged(definitionId);
        foreach (var consumer in updated)
        {
            catalog.PublishedChanged(consumer.DefinitionId);
        }
    }

    /// <summary>A read-only definition comes as it is to be: from its file, or saved and published in one.</summary>
    private static void EnsureWritable(DefinitionVersion? latest)
    {
        if (latest is not null && DefinitionReader.Read(latest.Json).IsReadonly)
        {
            throw new ConflictException(
                "read-only", $"The workflow '{latest.DefinitionId}' is read-only: it can be neither saved, published nor retracted.", "readOnly", []);
        }
    }

    /// <summary>The two rows that count; a definition's older versions are never read.</summary>
    private static async Task<(DefinitionVersion? Latest, DefinitionVersion? Published)> CurrentAsync(
        WorkflowDb db, string definitionId, CancellationToken cancellationToken)
    {
        var rows = await db.Definitions
            .Where(d => d.DefinitionId == definitionId && (d.IsLatest || d.IsPublished))
            .ToListAsync(cancellationToken);
        return (rows.Find(row => row.IsLatest), rows.Find(row => row.IsPublished));
    }

    private static void EnsureFresh(long? revision, DefinitionVersion? latest)
    {
        if (revision is { } expected && expected != latest?.Revision)
        {
            throw new StaleException("workflow", expected, latest?.Revision ?? 0);
        }
    }

    private static void RequireId(string definitionId)
    {
        if (definitionId.Length is 0 or > MaxIdLength || !definitionId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
        {
            throw new InvalidInputException("definitionId", $"1 to {MaxIdLength} letters, digits, '-', '_' and '.' are needed.");
        }
    }

    // whoever comes second reads what the first one wrote: with a revision it is stale then, without one it goes on top
    private static async Task<SavedDefinition> RepeatAsync(Func<Task<SavedDefinition>> change)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await change();
            }
            catch (Exception lost) when (lost is TurnConflictException or DuplicateRowException && attempt < Attempts)
            {
            }
        }
    }
}
