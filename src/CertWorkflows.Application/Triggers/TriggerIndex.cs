using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Routes;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
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
    public static async Task ReplaceAsync(WorkflowDb db, CompiledWorkflow workflow, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var definition = workflow.Definition;
        var wanted = workflow.All.Where(node => node.CanStartWorkflow && node.Activity.Descriptor.Kind == ActivityKind.Trigger).ToList();
        var stored = await db.Triggers.Where(t => t.DefinitionId == definition.DefinitionId).ToListAsync(cancellationToken);
        var triggers = wanted.SelectMany(node => TriggerPayload.Of(node, now).Select(each => (Node: node, each.Payload, each.Hash))).ToList();
        await ReserveRoutesAsync(db, definition, [.. triggers.Where(t => t.Node.Type == HttpRoute.BookmarkName).Select(t => t.Hash)], now, cancellationToken);
        foreach (var (node, payload, hash) in triggers)
        {
            if (stored.Find(t => t.Name == node.Type && t.ActivityId == node.Id && t.Hash == hash) is { } same)
            {
                same.DefinitionVersionId = definition.Id;

                // Of a trigger by time the first instant stays as it was; an endpoint's rules are those of the new version.
                same.Payload = node.Type == HttpRoute.BookmarkName ? payload.ToJsonString() : same.Payload;
                stored.Remove(same);
                continue;
            }

            var trigger = new Trigger
            {
                Id = Ids.New(now),
                DefinitionId = definition.DefinitionId,
                DefinitionVersionId = definition.Id,
                ActivityId = node.Id,
                Name = node.Type,
                Hash = hash,
                Payload = payload.ToJsonString(),
                NextFireAt = TriggerPayload.First(node.Type, payload, now),
            };
            db.Triggers.Add(trigger);
            if (trigger.NextFireAt is { } first)
            {
                db.Effects.Add(TriggerAlarm.For(trigger.Id, first, now));
            }
        }

        await RemoveAsync(db, stored, now, cancellationToken);
    }

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
