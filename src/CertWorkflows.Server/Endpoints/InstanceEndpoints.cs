using System.Security.Claims;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Endpoints;

internal static class InstanceEndpoints
{
    public static void MapInstances(this IEndpointRouteBuilder api)
    {
        var instances = api.MapGroup("/instances").WithTags("Workflows");
        instances.MapGet("/", InstanceList.ListAsync).ForReaders().WithSummary("Workflow instances, newest first.");
        instances.MapGet("/counts", InstanceList.CountsAsync).ForReaders().WithSummary("How many run and how many stand still, by definition and version.");
        instances.MapGet("/{id:guid}", GetAsync).ForReaders().WithSummary("One instance: what it waits for and what went wrong.");
        instances.MapGet("/{id:guid}/tasks", TasksAsync).ForOperators().WithSummary("The tasks that it raised, oldest first.");
        instances.MapGet("/{id:guid}/journal", InstanceJournal.ReadAsync).ForReaders().WithSummary("What happened in it, step by step.");
        instances.MapPost("/{id:guid}/cancel", CancelAsync).ForOperators().Idempotent().WithSummary("Ends an instance; its tasks and deadlines go.");
        instances.MapRepairs();
        instances.MapAlterations();
        instances.MapBulk();
    }

    private static async Task<Ok<InstanceDto>> GetAsync(
        Guid id, IWorkflowStore store, DefinitionCatalog catalog, HttpResponse response, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var instance = await db.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellationToken)
            ?? throw new NotFoundException("instance", id);
        response.Tag(instance.Version);
        return TypedResults.Ok(await InstanceAnswers.FullAsync(db, instance, catalog, cancellationToken));
    }

    private static async Task<Ok<IReadOnlyList<TaskSummaryDto>>> TasksAsync(
        Guid id, IWorkflowStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var tasks = await db.Tasks.AsNoTracking().Where(task => task.InstanceId == id).OrderBy(task => task.CreatedAt).ThenBy(task => task.Id)
            .ToListAsync(cancellationToken);
        if (tasks.Count == 0 && !await db.Instances.AnyAsync(i => i.Id == id, cancellationToken))
        {
            throw new NotFoundException("instance", id);
        }

        var names = await db.NamesAsync(cancellationToken);
        var now = clock.GetUtcNow();
        return TypedResults.Ok<IReadOnlyList<TaskSummaryDto>>([.. tasks.Select(task => TaskAnswers.Summary(task, now, names))]);
    }

    private static async Task<Ok<InstanceDto>> CancelAsync(
        Guid id,
        CancelInstanceRequest request,
        IfMatch ifMatch,
        WorkflowService workflows,
        ClaimsPrincipal user,
        ChangedInstance changed,
        CancellationToken cancellationToken)
    {
        await workflows.CancelAsync(id, request.Reason, ifMatch.Version, user.ToCaller(), changed.KeepAsync, cancellationToken);
        return changed.Ok();
    }
}
