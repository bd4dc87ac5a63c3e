using CertWorkflows.Application.Access;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Endpoints;

/// <summary>Finds a task for somebody, and answers it with all that a decision needs.</summary>
internal sealed class TaskReader(IWorkflowStore store, TimeProvider clock, BusinessCalendar calendar)
{
    /// <exception cref="NotFoundException">There is no such task.</exception>
    /// <exception cref="ForbiddenException"><c>not-in-group</c>.</exception>
    public async Task<HumanTask> FindAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var task = await db.Tasks.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken)
            ?? throw new NotFoundException("task", id);
        return TaskRules.IsSeenBy(task, caller)
            ? task
            : throw new ForbiddenException("not-in-group", $"The task belongs to the group '{task.Group}', and you are not in it.");
    }

    public async Task<Ok<TaskDto>> AnswerAsync(HumanTask task, HttpResponse response, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        response.Tag(task.Version);
        return TypedResults.Ok(await TaskAnswers.FullAsync(db, task, clock.GetUtcNow(), calendar, cancellationToken));
    }

    /// <summary>What to call people, by their usernames.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        return await db.NamesAsync(cancellationToken);
    }
}
