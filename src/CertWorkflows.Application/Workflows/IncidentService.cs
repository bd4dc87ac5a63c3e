using CertWorkflows.Application.Access;
using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Effects;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Workflows;

/// <summary>What an operator does about activities that have failed: run them again, or go on without them (S-16).</summary>
public sealed class IncidentService(WorkflowService workflows, DefinitionCatalog definitions)
{
    /// <summary>Runs failed activities of an instance again; finished ones are not repeated.</summary>
    /// <param name="activityId">That activity only; null for all that have failed.</param>
    /// <param name="version">The version that the caller saw; null for whichever it is.</param>
    /// <param name="answer">Makes the row for the request's idempotency key; null without one.</param>
    /// <exception cref="StaleException">It is at another version.</exception>
    /// <exception cref="ConflictException"><c>nothing-to-retry</c>: nothing in it has failed, or not this.</exception>
    public async Task<WorkflowInstance> RetryAsync(
        Guid instanceId,
        string? activityId,
        long? version,
        Caller caller,
        Func<CaseTurn, WorkflowInstance, CancellationToken, ValueTask<StoredAnswer?>>? answer,
        CancellationToken cancellationToken)
    {
        var (instance, consumed) = await workflows.ResumeAsync(instanceId, caller, PrepareAsync, answer, cancellationToken);
        return consumed ? instance : throw Nothing(instance, "nothing-to-retry", activityId);

        async ValueTask<Stimulus?> PrepareAsync(CaseTurn turn, CancellationToken token)
        {
            var row = await WorkflowService.EnsureVersionAsync(turn, version, token);
            var stimulus = new Stimulus.RetryFaulted(null, activityId);
            turn.Record("instance", instanceId.ToString(), "retry", row.SubStatus, null, activityId);
            await BringBackWaitsAsync(turn, row, token);
            return stimulus;
        }
    }

    /// <summary>Completes a failed activity with an outcome of the operator's choice, without running it.</summary>
    /// <param name="activityInstanceId">The execution, where the same activity has failed in several; null otherwise.</param>
    /// <param name="outcome">One of the activity's outcomes.</param>
    /// <param name="reason">For the audit trail.</param>
    /// <param name="version">The version that the caller saw; null for whichever it is.</param>
    /// <param name="answer">Makes the row for the request's idempotency key; null without one.</param>
    /// <exception cref="StaleException">It is at another version.</exception>
    /// <exception cref="ConflictException"><c>nothing-to-skip</c>: the activity has not failed.</exception>
    /// <exception cref="InvalidInputException">The activity has no such outcome, or several executions of it have failed.</exception>
    public async Task<WorkflowInstance> SkipAsync(
        Guid instanceId,
        string activityId,
        string? activityInstanceId,
        string outcome,
        string reason,
        long? version,
        Caller caller,
        Func<CaseTurn, WorkflowInstance, CancellationToken, ValueTask<StoredAnswer?>>? answer,
        CancellationToken cancellationToken)
    {
        var (instance, consumed) = await workflows.ResumeAsync(instanceId, caller, PrepareAsync, answer, cancellationToken);
        return consumed ? instance : throw Nothing(instance, "nothing-to-skip", activityId);

        async ValueTask<Stimulus?> PrepareAsync(CaseTurn turn, CancellationToken token)
        {
            var row = await WorkflowService.EnsureVersionAsync(turn, version, token);
            var failed = InstanceState.FromJson(row.State).Incidents
                .Where(i => i.ActivityId == activityId && (activityInstanceId is null || i.ActivityInstanceId == activityInstanceId))
                .ToList();
            var executions = failed.Select(i => i.ActivityInstanceId).Distinct(StringComparer.Ordinal).ToList();
            if (executions.Count == 0)
            {
                throw Nothing(row, "nothing-to-skip", activityId);
            }

            if (executions.Count > 1)
            {
                throw new InvalidInputException(
                    "activityInstanceId", $"'{activityId}' has failed in several executions; choose one of: {string.Join(", ", executions)}.");
            }

            var workflow = await definitions.VersionAsync(turn.Db, row.DefinitionVersionId, token);
            var node = workflow.Nodes[failed[0].ActivityNodeId];
            var outcomes = node.Activity.Outcomes(node).ToList();
            if (!outcomes.Contains(outcome, StringComparer.Ordinal))
            {
                throw new InvalidInputException(
                    "outcome", $"'{activityId}' has no outcome '{outcome}'; choose one of: {string.Join(", ", outcomes)}.");
            }

            turn.Record("instance", instanceId.ToString(), "skip", activityId, outcome, reason);
            await BringBackWaitsAsync(turn, row, token);
            return new Stimulus.SkipFaulted(executions[0], outcome);
        }
    }

    /// <summary>
    /// Other branches of a faulted instance keep their bookmarks (S-9) but nothing reaches them: a deadline that fell due
    /// meanwhile was forgotten, and the result of an effect was noted without resuming anybody. Now that the instance goes on,
    /// the deadlines stand again, and the effects are asked once more under the same idempotency key, which does nothing twice.
    /// </summary>
    private static async Task BringBackWaitsAsync(CaseTurn turn, WorkflowInstance row, CancellationToken cancellationToken)
    {
        var state = InstanceState.FromJson(row.State);
        if (state.SubStatus != WorkflowSubStatus.Faulted)
        {
            return;
        }

        var db = turn.Db;
        var faulted = state.Incidents.Select(i => i.ActivityInstanceId).ToHashSet(StringComparer.Ordinal);
        var open = state.Bookmarks.Where(b => !faulted.Contains(b.ContextId)).ToList();
        var standing = await db.Deadlines.Where(d => d.InstanceId == row.Id).Select(d => d.Id).ToListAsync(cancellationToken);
        foreach (var wait in open.Where(b => b.DueAt is not null && !standing.Contains(b.Id)))
        {
            db.Deadlines.Add(Deadline.Of(row.Id, wait, wait.DueAt!.Value));
        }

        var effects = open.Where(b => b.Name == EffectRequests.BookmarkName).Select(b => (Guid?)b.Id).ToList();
        var settled = effects.Count == 0
            ? []
            : await db.Effects
                .Where(e => e.InstanceId == row.Id && effects.Contains(e.BookmarkId) && (e.State == EffectState.Done || e.State == EffectState.Failed))
                .ToListAsync(cancellationToken);
        foreach (var effect in settled)
        {
            (effect.State, effect.Attempts, effect.NextAttemptAt, effect.CompletedAt) = (EffectState.Pending, 0, turn.Now, null);
            effect.Version++;
        }
    }

    private static ConflictException Nothing(WorkflowInstance instance, string code, string? activityId)
    {
        var failed = instance.Status == nameof(WorkflowStatus.Running) || instance.SubStatus == nameof(WorkflowSubStatus.Faulted)
            ? InstanceState.FromJson(instance.State).Incidents.Select(i => i.ActivityId).Distinct(StringComparer.Ordinal).ToList()
            : [];
        var what = failed.Count == 0
            ? "No activity of this instance has failed."
            : $"'{activityId}' has not failed in this instance; these have: {string.Join(", ", failed)}.";
        return new ConflictException(code, what, instance.SubStatus, failed);
    }
}
