using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Definitions;

/// <summary>
/// Where a definition says so (<c>autoUpdateConsumingWorkflows</c>, D-32), publishing it brings the new version to those that use it, in the
/// same transaction: to a published one by a new published version, to a draft by changing it. One that would become invalid is left
/// and reported, and so is what people are working on: a published version with a draft after it.
/// </summary>
public sealed class ConsumerUpdates(DefinitionCatalog catalog, DefinitionChecks checks, Publication publication)
{
    /// <summary>Updates all that use the version's definition, and those that use these in turn, each once.</summary>
    internal async Task<IReadOnlyList<UpdatedConsumer>> UpdateAsync(
        WorkflowDb db, DefinitionVersion published, Caller caller, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var renewed = new Dictionary<string, WorkflowAsActivity>(StringComparer.Ordinal);
        Renew(published, renewed);
        var updated = new List<UpdatedConsumer>();
        if (renewed.Count == 0)
        {
            return updated;
        }

        var waiting = await ConsumersAsync(db, published.DefinitionId, cancellationToken);
        while (waiting.Count > 0)
        {
            // those that use no other waiting one come first; in a circle, which the compiler refuses, any
            var next = waiting.Keys.Order(StringComparer.Ordinal).FirstOrDefault(id => !waiting[id].Any(waiting.ContainsKey))
                ?? waiting.Keys.Order(StringComparer.Ordinal).First();
            var isTouched = waiting[next].Any(renewed.ContainsKey);
            waiting.Remove(next);
            if (isTouched)
            {
                updated.AddRange(await UpdateAsync(db, next, renewed, caller, now, cancellationToken));
            }
        }

        return updated;
    }

    /// <summary>A warning for every definition whose latest or published version uses a version of this one.</summary>
    internal static async Task<IReadOnlyList<DefinitionProblem>> StillUsingAsync(WorkflowDb db, string definitionId, CancellationToken cancellationToken)
    {
        var users = await db.DefinitionUses
            .Where(use => use.UsedDefinitionId == definitionId)
            .Join(db.Definitions.Where(d => d.IsLatest || d.IsPublished), use => use.VersionId, d => d.Id, (use, d) => new { use.UsedVersionId, d.DefinitionId, d.Version })
            .OrderBy(user => user.DefinitionId).ThenBy(user => user.Version).ThenBy(user => user.UsedVersionId)
            .ToListAsync(cancellationToken);
        return [.. users.Select(user => new DefinitionProblem(
            "still-used", null, $"Version {user.Version} of the workflow '{user.DefinitionId}' uses '{user.UsedVersionId}' as an activity and goes on doing so.", true))];
    }

    /// <summary>Every definition that uses this one, directly or through others, with the ids of the definitions that it uses.</summary>
    private static async Task<Dictionary<string, HashSet<string>>> ConsumersAsync(WorkflowDb db, string definitionId, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var open = new Stack<string>([definitionId]);
        while (open.TryPop(out var used))
        {
            var users = await db.DefinitionUses
                .Where(use => use.UsedDefinitionId == used)
                .Join(db.Definitions.Where(d => d.IsLatest || d.IsPublished), use => use.VersionId, d => d.Id, (_, d) => d.DefinitionId)
                .Where(user => user != definitionId)
                .Distinct()
                .ToListAsync(cancellationToken);
            foreach (var user in users)
            {
                if (!found.TryGetValue(user, out var uses))
                {
                    found[user] = uses = new HashSet<string>(StringComparer.Ordinal);
                    open.Push(user);
                }

                uses.Add(used);
            }
        }

        return found;
    }

    private async Task<IEnumerable<UpdatedConsumer>> UpdateAsync(
        WorkflowDb db, string definitionId, Dictionary<string, WorkflowAsActivity> renewed, Caller caller, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await db.Definitions.Where(d => d.DefinitionId == definitionId && (d.IsLatest || d.IsPublished)).ToListAsync(cancellationToken);
        var (latest, published) = (rows.Find(row => row.IsLatest), rows.Find(row => row.IsPublished));
        var results = new List<UpdatedConsumer>();
        if (published is not null && published != latest && Uses(published, renewed))
        {
            results.Add(Left(published, "draft-in-work", $"Version {published.Version} is published and goes on using the old version, because there is a draft after it."));
        }

        if (latest is null || !Uses(latest, renewed))
        {
            return results;
        }

        var definition = DefinitionReader.Read(latest.Json);
        if (definition.IsReadonly)
        {
            return results.Append(Left(latest, "read-only", "The workflow is read-only."));
        }

        var isDraft = latest.PublishedAt is null;
        var number = isDraft ? latest.Version : await VersionNumbers.NextAsync(db, definitionId, cancellationToken);
        definition = definition with
        {
            Id = $"{definitionId}:{number}",
            Version = number,
            CreatedAt = isDraft ? latest.CreatedAt : now,
            IsLatest = true,
            IsPublished = latest.IsPublished,
        };
        catalog.Repin(definition, renewed);
        var problems = await checks.FindAsync(db, definition, cancellationToken);
        if (latest.IsPublished && problems.Any(problem => !problem.IsWarning))
        {
            return results.Append(new UpdatedConsumer(definitionId, latest.Version, ConsumerUpdate.Left, problems));
        }

        var row = isDraft ? latest : await DefinitionVersion.AfterAsync(db, latest, definitionId, caller.Name, now, cancellationToken);
        row.Name = latest.Name;
        row.Description = latest.Description;
        row.Revision = latest.Revision + 1;
        await Publication.WriteUsesAsync(db, row, await catalog.PinAsync(db, definition, cancellationToken), cancellationToken);
        row.Json = DefinitionWriter.WriteCompact(definition);
        if (row != latest)
        {
            db.Definitions.Add(row);
        }

        Publication.Record(db, row, "follow", caller, now);
        if (published != latest)
        {
            return results.Append(new UpdatedConsumer(definitionId, number, ConsumerUpdate.Drafted, problems));
        }

        await publication.PublishAsync(db, row, latest, problems, caller, now, cancellationToken);
        Renew(row, renewed);
        return results.Append(new UpdatedConsumer(definitionId, number, ConsumerUpdate.Published, problems));
    }

    private static void Renew(DefinitionVersion version, Dictionary<string, WorkflowAsActivity> renewed)
    {
        var definition = DefinitionReader.Read(version.Json);
        if (version.ActivityType is not null && definition.Options.AutoUpdateConsumingWorkflows)
        {
            renewed[version.DefinitionId] = new WorkflowAsActivity(definition);
        }
    }

    private bool Uses(DefinitionVersion version, Dictionary<string, WorkflowAsActivity> renewed) =>
        catalog.Names(DefinitionReader.Read(version.Json)).Any(renewed.ContainsKey);

    private static UpdatedConsumer Left(DefinitionVersion version, string code, string message) =>
        new(version.DefinitionId, version.Version, ConsumerUpdate.Left, [new DefinitionProblem(code, null, message, true)]);
}
