using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Triggers;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Definitions;

/// <summary>What publishing a version changes, in the session that will commit it (D-32).</summary>
public sealed class Publication(DefinitionCatalog catalog, ExpressionEvaluator evaluator)
{
    /// <summary>Called before the look whether a definition's activity type is free: of two that want the same one commits, the other looks again.</summary>
    internal static async Task ClaimTypeAsync(WorkflowDb db, WorkflowDefinition definition, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (definition.Options.UsableAsActivity)
        {
            await Activation.PassAsync(db, $"activity-type:{WorkflowAsActivity.TypeName(definition)}", Ids.New(now), cancellationToken);
        }
    }

    /// <summary>Makes the version the published one.</summary>
    /// <param name="before">The version that was published so far.</param>
    /// <param name="problems">What was found wrong with it.</param>
    /// <exception cref="DefinitionException">One of the problems is an error, or a trigger cannot start it.</exception>
    internal async Task PublishAsync(
        WorkflowDb db,
        DefinitionVersion version,
        DefinitionVersion? before,
        IReadOnlyList<DefinitionProblem> problems,
        Caller caller,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (problems.Any(problem => !problem.IsWarning))
        {
            throw new DefinitionException(problems);
        }

        var definition = DefinitionReader.Read(version.Json);
        await TriggerIndex.ReplaceAsync(db, await catalog.CompileAsync(db, definition, cancellationToken), evaluator, now, cancellationToken);
        if (before is not null && before != version)
        {
            before.IsPublished = false;
            before.Revision++;
        }

        version.IsPublished = true;
        version.PublishedAt ??= now;
        version.ActivityType = definition.Options.UsableAsActivity ? WorkflowAsActivity.TypeName(definition) : null;
        Record(db, version, "publish", caller, now);
    }

    /// <summary>Writes down which versions of others a version uses.</summary>
    internal static async Task WriteUsesAsync(
        WorkflowDb db, DefinitionVersion version, IEnumerable<WorkflowDefinition> used, CancellationToken cancellationToken)
    {
        var wanted = used.Where(definition => definition.DefinitionId != version.DefinitionId).DistinctBy(definition => definition.Id).ToList();
        foreach (var known in await db.DefinitionUses.Where(use => use.VersionId == version.Id).ToListAsync(cancellationToken))
        {
            if (wanted.RemoveAll(definition => definition.Id == known.UsedVersionId) == 0)
            {
                db.DefinitionUses.Remove(known);
            }
        }

        db.DefinitionUses.AddRange(wanted.Select(definition => new DefinitionUse
        {
            VersionId = version.Id,
            UsedVersionId = definition.Id,
            UsedDefinitionId = definition.DefinitionId,
        }));
    }

    internal static void Record(WorkflowDb db, DefinitionVersion version, string action, Caller caller, DateTimeOffset now) =>
        db.Record(now, caller.Name, "workflow", version.DefinitionId, action, to: version.Id);
}
