using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Routes;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Triggers;

/// <summary>Keeps the rows of a definition's triggers true to its published version (B-5).</summary>
public static class TriggerIndex
{
    /// <summary>
    /// Replaces the definition's triggers as a set, by name, activity and hash. To be called in the session that publishes the
    /// version, before its commit.
    /// </summary>
    /// <exception cref="DefinitionException">A trigger cannot start the workflow; nothing may be published.</exception>
    public static async Task ReplaceAsync(
        WorkflowDb db, CompiledWorkflow workflow, ExpressionEvaluator evaluator, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var definition = workflow.Definition;
        var stored = await db.Triggers.Where(t => t.DefinitionId == definition.DefinitionId).ToListAsync(cancellationToken);
        var triggers = All(workflow, evaluator, now).ToList();
        await ReserveRoutesAsync(db, definition, [.. triggers.Where(t => t.Name == HttpRoute.BookmarkName).Select(t => t.Hash)], now, cancellationToken);
        foreach (var trigger in triggers)
        {
            if (stored.Find(t => t.Name == trigger.Name && t.ActivityId == trigger.ActivityId && t.Hash == trigger.Hash) is { } same)
            {
                same.DefinitionVersionId = definition.Id;

                // Of a trigger by time the first instant stays as it was; an endpoint's rules are those of the new version.
                same.Payload = trigger.Name == HttpRoute.BookmarkName ? trigger.Payload : same.Payload;
                stored.Remove(same);
                continue;
            }

            db.Triggers.Add(trigger);
            if (trigger.NextFireAt is { } first)
            {
                db.Effects.Add(TriggerAlarm.For(trigger.Id, first, now));
            }
        }

        await RemoveAsync(db, stored, now, cancellationToken);
    }

    /// <summary>The triggers that could not start the workflow.</summary>
    internal static IEnumerable<DefinitionProblem> Problems(CompiledWorkflow workflow, ExpressionEvaluator evaluator, DateTimeOffset now)
    {
        var scope = new IndexingScope(workflow.Definition, now);
        foreach (var node in Nodes(workflow))
        {
            DefinitionException? refused = null;
            try
            {
                TriggerPayload.Of(node, evaluator, scope);
            }
            catch (DefinitionException exception)
            {
                refused = exception;
            }

            foreach (var problem in refused?.Problems ?? [])
            {
                yield return problem;
            }
        }
    }

    /// <summary>The triggers of a workflow that are events.</summary>
    internal static IEnumerable<Trigger> OfEvents(CompiledWorkflow workflow, ExpressionEvaluator evaluator, DateTimeOffset now) =>
        All(workflow, evaluator, now).Where(trigger => trigger.Name == TriggerPayload.Event);

    // an activity inside a workflow that is used twice is one trigger
    private static IEnumerable<Trigger> All(CompiledWorkflow workflow, ExpressionEvaluator evaluator, DateTimeOffset now)
    {
        var scope = new IndexingScope(workflow.Definition, now);
        return Nodes(workflow).SelectMany(node => TriggerPayload.Of(node, evaluator, scope).Select(each => new Trigger
        {
            Id = Ids.New(now),
            DefinitionId = workflow.Definition.DefinitionId,
            DefinitionVersionId = workflow.Definition.Id,
            ActivityId = node.Id,
            Name = node.Type,
            Hash = each.Hash,
            Payload = each.Payload.ToJsonString(),
            NextFireAt = TriggerPayload.First(node.Type, each.Payload, now),
        })).DistinctBy(trigger => (trigger.Name, trigger.ActivityId, trigger.Hash));
    }

    /// <summary>Every trigger anywhere in the graph, also inside workflows used as activities (B-5).</summary>
    private static IEnumerable<ActivityNode> Nodes(CompiledWorkflow workflow) =>
        workflow.All.Where(node => node.CanStartWorkflow && node.Activity.Descriptor.Kind == ActivityKind.Trigger);

    /// <summary>Removes all triggers of a definition that is no longer published; call it before the commit of that.</summary>
    public static async Task ClearAsync(WorkflowDb db, string definitionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await RemoveAsync(db, await db.Triggers.Where(t => t.DefinitionId == definitionId).ToListAsync(cancellationToken), now, cancellationToken);

    /// <summary>
    /// A route starts one definition (D-33). Two publications that want the same one pass the same gate, so that the second to
    /// commit runs again and then finds it taken.
    /// </summary>
    private static async Task ReserveRoutesAsync(
        WorkflowDb db, WorkflowDefinition definition, List<string> hashes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (hashes.Count == 0)
        {
            return;
        }

        await Activation.PassAsync(db, "routes", Ids.New(now), cancellationToken);
        if (await RouteTable.TakenAsync(db, definition.DefinitionId, hashes, cancellationToken) is { } taken)
        {
            throw new DefinitionException([new DefinitionProblem("route-taken", null, $"A route of the workflow '{definition.DefinitionId}' is taken by the published workflow '{taken.DefinitionId}'.")]);
        }
    }

    private static async Task RemoveAsync(WorkflowDb db, List<Trigger> gone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = gone.ConvertAll(trigger => trigger.Id);
        db.Triggers.RemoveRange(gone);
        foreach (var alarm in await db.Effects.Where(e => ids.Contains(e.InstanceId) && e.NextAttemptAt != null).ToListAsync(cancellationToken))
        {
            (alarm.State, alarm.NextAttemptAt, alarm.CompletedAt) = (EffectState.Cancelled, null, now);
            alarm.Version++;
        }
    }
}
