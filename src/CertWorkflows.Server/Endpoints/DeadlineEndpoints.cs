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
    public static void MapDeadlines(this IEndpointRouteBuilder api) =>
        api.MapGet("/deadlines", ListAsync).WithTags("Workflows").ForOperators().WithSummary("What falls due when, soonest first.");

    private static async Task<Ok<Page<DeadlineDto>>> ListAsync(
        [AsParameters] PageQuery page, InstantParameter? before, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        IQueryable<Deadline> wanted = db.Deadlines;
        if (before is { } limit)
        {
            wanted = wanted.Where(deadline => deadline.DueAt < limit.Value);
        }

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
            rows, "deadlines", row => row.Deadline.DueAt, row => row.Deadline.Id, false, ToDto, cancellationToken));
    }

    private static DeadlineDto ToDto(Row row) => new()
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
    };

    private sealed class Row
    {
        public required Deadline Deadline { get; init; }

        public required WorkflowInstance Instance { get; init; }

        public Guid? TaskId { get; init; }
    }
}
