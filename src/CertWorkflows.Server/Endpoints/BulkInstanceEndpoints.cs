using System.Security.Claims;
using System.Text.Json;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Endpoints;

/// <summary>
/// What an operator does with all instances that a filter finds (S-17). Each is its own turn: one that is refused does not hold back
/// the others, and a call that is repeated changes none twice.
/// </summary>
internal static class BulkInstanceEndpoints
{
    private const int MostAtOnce = 200;

    public static void MapBulk(this IEndpointRouteBuilder instances)
    {
        instances.MapPost("/retry", RetryAsync).ForOperators().WithSummary("Runs what failed again, in all instances that a filter finds.");
        instances.MapPost("/cancel", CancelAsync).ForOperators().WithSummary("Ends all running instances that a filter finds.");
        instances.MapPost("/migrate", MigrateAsync).ForOperators().WithSummary("Moves all instances that a filter finds to another version.");
    }

    private static Task<Ok<BulkInstancesResponse>> RetryAsync(
        RetryInstancesRequest request, IncidentService incidents, IWorkflowStore store, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        EachAsync(
            store,
            request.Filter,
            InstanceList.Repairable,
            request.DryRun ? null : (id, token) => incidents.RetryAsync(id, request.ActivityId, null, user.ToCaller(), null, token),
            cancellationToken);

    private static Task<Ok<BulkInstancesResponse>> CancelAsync(
        CancelInstancesRequest request, WorkflowService workflows, IWorkflowStore store, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        EachAsync(
            store,
            request.Filter,
            found => found.Where(i => i.Status == nameof(WorkflowStatus.Running)),
            request.DryRun ? null : (id, token) => workflows.CancelAsync(id, request.Reason, null, user.ToCaller(), null, token),
            cancellationToken);

    private static Task<Ok<BulkInstancesResponse>> MigrateAsync(
        MigrateInstancesRequest request, MigrationService migrations, IWorkflowStore store, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        EachAsync(
            store,
            request.Filter,
            found => found.Where(i => i.DefinitionVersion != request.Version
                && (i.Status == nameof(WorkflowStatus.Running) || i.SubStatus == nameof(WorkflowSubStatus.Faulted))),
            request.DryRun
                ? (id, token) => migrations.EnsurePossibleAsync(id, request.Version, request.Map, token)
                : (id, token) => migrations.MigrateAsync(id, request.Version, request.Map, null, user.ToCaller(), null, token),
            cancellationToken,
            request.DryRun);

    /// <param name="change">What to do with each; null for nothing.</param>
    /// <param name="isLook">Whether it only looks.</param>
    private static async Task<Ok<BulkInstancesResponse>> EachAsync(
        IWorkflowStore store,
        InstanceFilter filter,
        Func<IQueryable<WorkflowInstance>, IQueryable<WorkflowInstance>> eligible,
        Func<Guid, CancellationToken, Task>? change,
        CancellationToken cancellationToken,
        bool isLook = false)
    {
        await using var db = store.Open();
        var ids = await eligible(Find(db, filter)).OrderBy(i => i.CreatedAt).ThenBy(i => i.Id).Select(i => i.Id).Take(MostAtOnce + 1).ToListAsync(cancellationToken);
        var results = new List<BulkInstanceResultDto>();
        foreach (var id in ids.Take(MostAtOnce))
        {
            var problem = change is null ? null : await TryAsync(change, id, cancellationToken);
            results.Add(new BulkInstanceResultDto { Id = id.ToString(), Changed = change is not null && !isLook && problem is null, Problem = problem });
        }

        return TypedResults.Ok(new BulkInstancesResponse { Results = results, More = ids.Count > MostAtOnce });
    }

    private static async Task<ProblemDto?> TryAsync(Func<Guid, CancellationToken, Task> change, Guid id, CancellationToken cancellationToken)
    {
        try
        {
            await change(id, cancellationToken);
            return null;
        }
        catch (Exception refusal) when (ExceptionMapper.ToProblem(refusal) is { } problem)
        {
            return JsonSerializer.SerializeToElement(problem, ApiJson.Options).Deserialize<ProblemDto>(ApiJson.Options);
        }
    }

    private static IQueryable<WorkflowInstance> Find(WorkflowDb db, InstanceFilter filter)
    {
        if (filter == new InstanceFilter())
        {
            throw new InvalidInputException("filter", "It would find all instances; give at least one member.");
        }

        IQueryable<WorkflowInstance> found = db.Instances;
        if (filter.Ids is not null)
        {
            var ids = filter.Ids.Select((id, i) => Guid.TryParse(id, out var guid) ? guid : throw new InvalidInputException($"filter.ids[{i}]", "The id of an instance is needed.")).ToList();
            found = ids.Count <= MostAtOnce
                ? found.Where(i => ids.Contains(i.Id))
                : throw new InvalidInputException("filter.ids", $"At most {MostAtOnce} ids are possible.");
        }

        if (filter.DefinitionId is { } definitionId)
        {
            found = found.Where(i => i.DefinitionId == definitionId);
        }

        if (filter.DefinitionVersion is { } version)
        {
            found = found.Where(i => i.DefinitionVersion == version);
        }

        if (filter.SubStatus?.ToString() is { } subStatus)
        {
            found = found.Where(i => i.SubStatus == subStatus);
        }

        if (filter.CorrelationId is { } correlationId)
        {
            found = found.Where(i => i.CorrelationId == correlationId);
        }

        return filter.Incident is { } wanted ? found.Where(i => i.IncidentCount > 0 == wanted) : found;
    }
}
