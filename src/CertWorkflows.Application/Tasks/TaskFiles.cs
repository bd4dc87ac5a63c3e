using System.Security.Cryptography;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Application.Tasks;

/// <summary>The files beside tasks. What comes in is checked: size, name, and that the content is what the name says.</summary>
public sealed class TaskFiles(IWorkflowStore store, TimeProvider clock, IChangeFeed feed, IOptions<TaskFileOptions> options)
{
    /// <summary>Puts a file beside an open task.</summary>
    /// <exception cref="InvalidInputException">Too large, too many, a name that could deceive, or a type that is not taken.</exception>
    /// <exception cref="ConflictException">The task is closed.</exception>
    public async Task<TaskAttachment> AddAsync(Guid taskId, string name, byte[] content, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var task = await FindTaskAsync(db, taskId, caller, cancellationToken);
        TaskRules.IsOpen(task);
        var type = FileCheck.TypeOf(name, content, options.Value.MaxBytes);
        if (await db.TaskAttachments.CountAsync(a => a.TaskId == taskId, cancellationToken) >= options.Value.MaxPerTask)
        {
            throw new InvalidInputException("file", $"A task takes at most {options.Value.MaxPerTask} files.", "too-many-attachments");
        }

        var now = clock.GetUtcNow();
        var attachment = new TaskAttachment
        {
            Id = Ids.New(now),
            TaskId = taskId,
            Name = name,
            ContentType = type,
            Size = content.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
            Author = caller.Name,
            At = now,
            Content = content,
        };
        db.TaskAttachments.Add(attachment);
        Record(db, task, "attach", attachment, caller, now);
        await store.CommitAsync(db, cancellationToken);
        feed.Changed(task.InstanceId);
        return attachment;
    }

    /// <summary>The file with its content.</summary>
    /// <exception cref="NotFoundException">There is none, or it is not for the caller.</exception>
    public async Task<TaskAttachment> GetAsync(Guid taskId, Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        await FindTaskAsync(db, taskId, caller, cancellationToken);
        return await FindAsync(db, taskId, id, cancellationToken);
    }

    /// <summary>Takes a file away again; for who put it there, and for supervisors.</summary>
    /// <exception cref="ForbiddenException">Somebody else put it there.</exception>
    /// <exception cref="ConflictException">The task is closed: what was decided by stays.</exception>
    public async Task RemoveAsync(Guid taskId, Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var task = await FindTaskAsync(db, taskId, caller, cancellationToken);
        var attachment = await FindAsync(db, taskId, id, cancellationToken);
        TaskRules.IsOpen(task);
        if (attachment.Author != caller.Name && !caller.IsIn(TaskRules.SupervisorsGroup))
        {
            throw new ForbiddenException("not-yours", $"The file was put there by {attachment.Author}; only they and supervisors may take it away.");
        }

        db.TaskAttachments.Remove(attachment);
        Record(db, task, "detach", attachment, caller, clock.GetUtcNow());
        await store.CommitAsync(db, cancellationToken);
        feed.Changed(task.InstanceId);
    }

    private static async Task<HumanTask> FindTaskAsync(WorkflowDb db, Guid taskId, Caller caller, CancellationToken cancellationToken)
    {
        var task = await db.Tasks.SingleOrDefaultAsync(t => t.Id == taskId, cancellationToken) ?? throw new NotFoundException("task", taskId);
        TaskRules.MaySee(task, caller);
        return task;
    }

    private static async Task<TaskAttachment> FindAsync(WorkflowDb db, Guid taskId, Guid id, CancellationToken cancellationToken) =>
        await db.TaskAttachments.SingleOrDefaultAsync(a => a.TaskId == taskId && a.Id == id, cancellationToken)
        ?? throw new NotFoundException("attachment", id);

    private static void Record(WorkflowDb db, HumanTask task, string action, TaskAttachment attachment, Caller caller, DateTimeOffset now) =>
        db.Record(
            now, caller.Name, "task", task.Id.ToString(), action,
            reason: $"{attachment.Name} ({attachment.Size} bytes, SHA-256 {attachment.Sha256})", instanceId: task.InstanceId);
}
