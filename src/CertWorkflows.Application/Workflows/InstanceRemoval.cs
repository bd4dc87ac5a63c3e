using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Workflows;

/// <summary>Deletes instances on an operator's word (S-14). What works on a case stays: it is a part of the case's record.</summary>
public sealed class InstanceRemoval(IWorkflowStore store, WorkflowService workflows, TimeProvider clock)
{
    /// <summary>Cancels the instance if it still runs, and deletes it with its journal, waits, tasks and effects.</summary>
    /// <exception cref="NotFoundException">There is no such instance.</exception>
    /// <exception cref="ConflictException"><c>case-record</c>: it works on a case.</exception>
    public async Task DeleteAsync(Guid instanceId, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var instance = await FindAsync(db, instanceId, cancellationToken);
        if (instance.CaseKind is not null)
        {
            throw new ConflictException("case-record", $"The instance {instanceId} is the record of a case ({instance.CaseKind}) and is kept.", instance.SubStatus);
        }

        if (instance.FinishedAt is null)
        {
            await workflows.ResumeAsync(
                instanceId, caller, (_, _) => new(new Engine.Execution.Stimulus.Cancel("The instance is deleted.")), cancellationToken);
        }

        await RemoveAsync(instanceId, caller, cancellationToken);
    }

    private async Task RemoveAsync(Guid instanceId, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var instance = await FindAsync(db, instanceId, cancellationToken);
        var tasks = await db.Tasks.Where(t => t.InstanceId == instanceId).ToListAsync(cancellationToken);
        var taskIds = tasks.ConvertAll(task => task.Id);
        db.TaskComments.RemoveRange(await db.TaskComments.Where(c => taskIds.Contains(c.TaskId)).ToListAsync(cancellationToken));
        db.TaskMentions.RemoveRange(await db.TaskMentions.Where(m => taskIds.Contains(m.TaskId)).ToListAsync(cancellationToken));
        db.TaskAttachments.RemoveRange(await db.TaskAttachments.Where(a => taskIds.Contains(a.TaskId)).ToListAsync(cancellationToken));
        db.Tasks.RemoveRange(tasks);
        db.EventBookmarks.RemoveRange(await db.EventBookmarks.Where(b => b.InstanceId == instanceId).ToListAsync(cancellationToken));
        db.RunTasks.RemoveRange(await db.RunTasks.Where(t => t.InstanceId == instanceId).ToListAsync(cancellationToken));
        db.Deadlines.RemoveRange(await db.Deadlines.Where(d => d.InstanceId == instanceId).ToListAsync(cancellationToken));

        // what is still to be sent is sent: a parent that waits must learn of the end
        db.Effects.RemoveRange(await db.Effects.Where(e => e.InstanceId == instanceId && e.NextAttemptAt == null).ToListAsync(cancellationToken));
        db.Journal.RemoveRange(await db.Journal.Where(page => page.InstanceId == instanceId).ToListAsync(cancellationToken));
        db.Instances.Remove(instance);
        var now = clock.GetUtcNow();
        db.Record(
            now, caller.Name, "instance", instanceId.ToString(), "delete",
            from: instance.SubStatus, reason: $"{instance.DefinitionVersionId}, started {instance.CreatedAt:O}");
        await store.CommitAsync(db, cancellationToken);
    }

    private static async Task<WorkflowInstance> FindAsync(WorkflowDb db, Guid instanceId, CancellationToken cancellationToken) =>
        await db.Instances.SingleOrDefaultAsync(i => i.Id == instanceId, cancellationToken) ?? throw new NotFoundException("instance", instanceId);
}
