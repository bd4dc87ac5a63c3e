using System.Security.Claims;
using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using TaskState = CertWorkflows.Application.Tasks.HumanTaskState;

namespace CertWorkflows.Server.Endpoints;

internal static class DeadlineEndpoints
{
    public static void MapDeadlines(this IEndpointRouteBuilder api)
    {
        var deadlines = api.MapGroup("/deadlines").WithTags("Workflows").ForOperators();
        deadlines.MapGet("/", ListAsync).WithSummary("What falls due when, soonest first.");
        deadlines.MapPost("/{id:guid}/retry", RetryAsync).WithSummary("Fires a deadline that was given up again.");
    }

    private static async Task<Ok<Page<DeadlineDto>>> ListAsync(
        [AsParameters] PageQuery page,
        InstantParameter? before,
        Guid? instanceId,
        bool? late,
        bool? failing,
        IWorkflowStore store,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = store.Open();
        IQueryable<Deadline> wanted = db.Deadlines;
        if (before is { } limit)
        {
            wanted = wanted.Where(deadline => deadline.DueAt < limit.Value);
        }

        if (instanceId is { } instanceWanted)
        {
            wanted = wanted.Where(deadline => deadline.InstanceId == instanceWanted);
        }

        wanted = late switch
        {
            true => wanted.Where(deadline => deadline.DueAt <= now),
            false => wanted.Where(deadline => deadline.DueAt > now),
            null => wanted,
        };
        wanted = failing switch
        {
            true => wanted.Where(deadline => deadline.LastError != null),
            false => wanted.Where(deadline => deadline.LastError == null),
            null => wanted,
        };
        var rows =
            from deadline in wanted
            join instance in db.Instances on deadline.InstanceId equals instance.Id
            select new Row
            {
                Deadline = deadline,
                Instance = instance,
                TaskId = db.Tasks
                    .Where(t => t.InstanceId == deadline.InstanceId && t.ActivityId == deadline.ActivityId && t.State == TaskState.Open)
                    .Select(t => (Guid?)t.Id)
                    .FirstOrDefault(),
            };
        return TypedResults.Ok(await page.ReadAsync(
            rows, "deadlines", row => row.Deadline.DueAt, row => row.Deadline.Id, false, row => ToDto(row, now), cancellationToken));
    }

    private static async Task<NoContent> RetryAsync(Guid id, DeadlineService deadlines, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await deadlines.RetryAsync(id, user.ToCaller(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static DeadlineDto ToDto(Row row, DateTimeOffset now) => new()
    {
        Id = row.Deadline.Id.ToString(),
        DueAt = row.Deadline.DueAt,
        Kind = row.Deadline.Purpose,
        InstanceId = row.Deadline.InstanceId.ToString(),
        DefinitionId = row.Instance.DefinitionId,
        TaskId = row.TaskId?.ToString(),
        CaseKind = row.Instance.CaseKind,
        CaseId = row.Instance.CaseId?.ToString(),
        Attempts = row.Deadline.Attempts,
        ActivityId = row.Deadline.ActivityId,
        Late = row.Deadline.DueAt <= now,
        Parked = row.Deadline.Parked,
        LastError = row.Deadline.LastError,
    };

    private sealed class Row
    {
        public required Deadline Deadline { get; init; }

        public required WorkflowInstance Instance { get; init; }

        public Guid? TaskId { get; init; }
    }
}
