using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Workflows;

/// <summary>Moves waiting instances to another version of their definition (S-15). Nothing else ever does: an instance stays on
/// the version that it was started with.</summary>
public sealed class MigrationService(IWorkflowStore store, WorkflowService workflows, DefinitionCatalog definitions)
{
    /// <summary>What moving the instance would do; nothing changes.</summary>
    /// <param name="map">Node ids of activities that have got another id, and the new ones; null for none.</param>
    /// <exception cref="NotFoundException">No such instance, or no such version of its definition.</exception>
    public async Task<(MigrationPlan Plan, CompiledWorkflow From)> PreviewAsync(
        Guid instanceId, int version, IReadOnlyDictionary<string, string>? map, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var row = await db.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == instanceId, cancellationToken)
            ?? throw new NotFoundException("instance", instanceId);
        var (from, to) = await VersionsAsync(db, row, version, cancellationToken);
        return (InstanceMigration.Plan(from, to, InstanceState.FromJson(row.State), map), from);
    }

    /// <summary>Moves the instance, in a turn that does nothing else.</summary>
    /// <param name="map">Node ids of activities that have got another id, and the new ones; null for none.</param>
    /// <param name="seen">The version of the instance that the caller saw; null for whichever it is.</param>
    /// <param name="answer">Makes the row for the request's idempotency key; null without one.</param>
    /// <exception cref="StaleException">It is at another version.</exception>
    /// <exception cref="ConflictException"><c>cannot-migrate</c> with the problems, or <c>same-version</c>.</exception>
    public async Task<WorkflowInstance> MigrateAsync(
        Guid instanceId,
        int version,
        IReadOnlyDictionary<string, string>? map,
        long? seen,
        Caller caller,
        Func<CaseTurn, WorkflowInstance, CancellationToken, ValueTask<StoredAnswer?>>? answer,
        CancellationToken cancellationToken)
    {
        var (instance, _) = await workflows.ResumeAsync(instanceId, caller, PrepareAsync, answer, cancellationToken);
        return instance;

        async ValueTask<Stimulus?> PrepareAsync(CaseTurn turn, CancellationToken token)
        {
            var row = await WorkflowService.EnsureVersionAsync(turn, seen, token);
            if (row.DefinitionVersion == version)
            {
                throw new ConflictException("same-version", $"The instance is on version {version} already.", row.SubStatus, []);
            }

            var (from, to) = await VersionsAsync(turn.Db, row, version, token);
            var state = InstanceState.FromJson(row.State);
            var plan = InstanceMigration.Plan(from, to, state, map);
            EnsurePossible(plan, row.SubStatus, version);

            turn.Record("instance", instanceId.ToString(), "migrate", $"version {row.DefinitionVersion}", $"version {version}", null);
            await TurnRows.WriteAsync(turn, row, state, InstanceMigration.Apply(plan, to, state, turn.Now), token);
            return null;
        }
    }

    /// <summary>Looks whether the instance could be moved; nothing changes.</summary>
    /// <exception cref="ConflictException"><c>cannot-migrate</c> with the problems.</exception>
    public async Task EnsurePossibleAsync(
        Guid instanceId, int version, IReadOnlyDictionary<string, string>? map, CancellationToken cancellationToken)
    {
        var (plan, _) = await PreviewAsync(instanceId, version, map, cancellationToken);
        EnsurePossible(plan, null, version);
    }

    private static void EnsurePossible(MigrationPlan plan, string? state, int version)
    {
        if (!plan.IsPossible)
        {
            throw new ConflictException(
                "cannot-migrate",
                $"The instance cannot go on with version {version}: {plan.Problems[0].Message}",
                state,
                [],
                new Dictionary<string, object?> { ["problems"] = plan.Problems.Select(p => new { nodeId = p.NodeId, message = p.Message }).ToList() });
        }
    }

    private async Task<(CompiledWorkflow From, CompiledWorkflow To)> VersionsAsync(
        WorkflowDb db, WorkflowInstance row, int version, CancellationToken cancellationToken)
    {
        var id = await db.Definitions
            .Where(d => d.DefinitionId == row.DefinitionId && d.Version == version)
            .Select(d => d.Id)
            .SingleOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException("workflow version", $"{row.DefinitionId} {version}");
        return (await definitions.VersionAsync(db, row.DefinitionVersionId, cancellationToken), await definitions.VersionAsync(db, id, cancellationToken));
    }
}
