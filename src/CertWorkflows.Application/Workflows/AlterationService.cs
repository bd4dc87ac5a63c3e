using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Workflows;

/// <summary>What an operator changes in a running instance by hand (S-15): one activity cancelled or run, one variable set.</summary>
public sealed class AlterationService(IWorkflowStore store, WorkflowService workflows, DefinitionCatalog definitions)
{
    /// <summary>The stored variables of an instance, outermost first.</summary>
    /// <exception cref="NotFoundException">No such instance.</exception>
    public async Task<(long Version, IReadOnlyList<InstanceVariable> Variables)> VariablesAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var row = await db.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == instanceId, cancellationToken)
            ?? throw new NotFoundException("instance", instanceId);
        var workflow = await definitions.VersionAsync(db, row.DefinitionVersionId, cancellationToken);
        return (row.Version, InstanceVariable.Of(workflow, InstanceState.FromJson(row.State)));
    }

    /// <summary>Makes the change in a turn of its own, with everything that follows from it: tasks, deadlines and effects of what is cancelled go.</summary>
    /// <param name="alteration">What to change.</param>
    /// <param name="record">How the audit trail tells it.</param>
    /// <param name="version">The version that the caller saw; null for whichever it is.</param>
    /// <param name="answer">Makes the row for the request's idempotency key; null without one.</param>
    /// <exception cref="StaleException">It is at another version.</exception>
    /// <exception cref="ConflictException">Its present state does not allow it; the code says why.</exception>
    /// <exception cref="InvalidInputException">There is no such activity or variable, several executions of it, or the value does not fit.</exception>
    public async Task<WorkflowInstance> AlterAsync(
        Guid instanceId,
        Stimulus alteration,
        AlterationRecord record,
        long? version,
        Caller caller,
        Func<CaseTurn, WorkflowInstance, CancellationToken, ValueTask<StoredAnswer?>>? answer,
        CancellationToken cancellationToken)
    {
        var state = "";
        try
        {
            var (instance, consumed) = await workflows.ResumeAsync(instanceId, caller, PrepareAsync, answer, cancellationToken);
            return consumed ? instance : throw WorkflowService.NotRunning(instance);
        }
        catch (AlterationException refused)
        {
            throw refused.Path is { } path
                ? new InvalidInputException(path, refused.Message, refused.Code)
                : new ConflictException(refused.Code, refused.Message, state, []);
        }

        async ValueTask<Stimulus?> PrepareAsync(CaseTurn turn, CancellationToken token)
        {
            state = (await WorkflowService.EnsureVersionAsync(turn, version, token)).SubStatus;
            turn.Record("instance", instanceId.ToString(), record.Action, null, record.What, record.Reason);
            return alteration;
        }
    }
}

/// <summary>How the audit trail tells an alteration.</summary>
/// <param name="Action">What was done, for instance <c>cancel-activity</c>.</param>
/// <param name="What">The activity or the variable.</param>
/// <param name="Reason">Why, in the operator's words.</param>
public sealed record AlterationRecord(string Action, string What, string Reason);
