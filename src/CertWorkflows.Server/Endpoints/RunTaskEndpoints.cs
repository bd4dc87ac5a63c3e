using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.RunTasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Engine.Expressions;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ClientState = CertWorkflows.Client.RunTaskState;
using RunTaskState = CertWorkflows.Application.RunTasks.RunTaskState;

namespace CertWorkflows.Server.Endpoints;

/// <summary>Work that workflows hand to programs, and its results; also as an Elsa server takes them .</summary>
internal static class RunTaskEndpoints
{
    private const int MaxResultBytes = 256 * 1024;

    /// <summary>A program that waits hears of every change of every instance; it looks again not more often than this.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(100);

    public static void MapRunTasks(this IEndpointRouteBuilder api)
    {
        var tasks = api.MapGroup("/run-tasks").WithTags("Workflows").ForStarters();
        tasks.MapGet("/", ListAsync).WaitsLong()
            .WithSummary("Work that workflows hand to programs, oldest first; with ?wait=30s once there is some.");
        tasks.MapGet("/{id:guid}", GetAsync).WithSummary("One piece of such work.");
        tasks.MapPost("/{id:guid}/complete", CompleteAsync).Idempotent().TakesResult()
            .WithSummary("Reports its result: the workflow goes on. Once only.");
    }

    public static void MapElsaTasks(this WebApplication app) =>
        app.MapPost("/elsa/api/tasks/{id:guid}/complete", CompleteAsElsaAsync)
            .RequireAuthorization().ForStarters().Idempotent().TakesResult().ExcludeFromDescription();

    private static async Task<Ok<Page<RunTaskDto>>> ListAsync(
        [AsParameters] PageQuery page,
        EnumParameter<ClientState>? state,
        string? name,
        string? wait,
        IWorkflowStore store,
        IChangeFeed feed,
        CancellationToken cancellationToken)
    {
        var patience = LongWait.Parse(wait);
        var wanted = state?.Value.As<RunTaskState>() ?? RunTaskState.Open;
        var waitingSince = Environment.TickCount64;
        while (true)
        {
            var left = patience - TimeSpan.FromMilliseconds(Environment.TickCount64 - waitingSince);

            // Listening begins before reading, so that no change falls between the two.
            var changed = left <= TimeSpan.Zero ? null : feed.WaitAsync(null, left, cancellationToken);
            await using var db = store.Open();
            var found = db.RunTasks.Where(task => task.State == wanted);
            if (name is not null)
            {
                found = found.Where(task => task.Name == name);
            }

            var items = await page.ReadAsync(found, "run-tasks", task => task.CreatedAt, task => task.Id, false, ToDto, cancellationToken);
            if (changed is null || items.Items.Count > 0)
            {
                return TypedResults.Ok(items);
            }

            await Task.WhenAll(changed, Task.Delay(LookAgainAfter < left ? LookAgainAfter : left, cancellationToken));
        }
    }

    private static async Task<Ok<RunTaskDto>> GetAsync(Guid id, IWorkflowStore store, HttpResponse response, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var task = await db.RunTasks.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken)
            ?? throw new NotFoundException("task", id.ToString("N"));
        response.Tag(task.Version);
        return TypedResults.Ok(ToDto(task));
    }

    private static async Task<Ok<RunTaskDto>> CompleteAsync(
        Guid id,
        CompleteRunTaskRequest request,
        IfMatch ifMatch,
        RunTaskService tasks,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var task = await tasks.CompleteAsync(
            id,
            ResultOf(request),
            ifMatch.Version,
            user.ToCaller(),
            completed => keeper.Keep(ToDto(completed), null, StatusCodes.Status200OK),
            cancellationToken);
        response.Tag(task.Version);
        return TypedResults.Ok(ToDto(task));
    }

    private static async Task<Ok<JsonObject>> CompleteAsElsaAsync(
        Guid id, CompleteRunTaskRequest request, RunTaskService tasks, ClaimsPrincipal user, AnswerKeeper keeper, CancellationToken cancellationToken)
    {
        var answer = new JsonObject();
        await tasks.CompleteAsync(
            id, ResultOf(request), null, user.ToCaller(), _ => keeper.Keep(answer, null, StatusCodes.Status200OK), cancellationToken);
        return TypedResults.Ok(answer);
    }

    private static object? ResultOf(CompleteRunTaskRequest request) =>
        request.Result is { ValueKind: not JsonValueKind.Undefined } result ? StoredValue.Read(JsonNode.Parse(result.GetRawText())) : null;

    private static RouteHandlerBuilder TakesResult(this RouteHandlerBuilder route) =>
        route.WithMetadata(new RequestSizeLimitAttribute(MaxResultBytes));

    private static RunTaskDto ToDto(RunTask task) => new()
    {
        Id = task.Id.ToString("N"),
        Name = task.Name,
        Payload = Words.ToElement(task.Payload),
        State = task.State.As<ClientState>(),
        InstanceId = task.InstanceId.ToString(),
        DefinitionId = task.DefinitionId,
        ActivityId = task.ActivityId,
        CorrelationId = task.CorrelationId,
        CreatedAt = task.CreatedAt,
        CompletedBy = task.CompletedBy,
        ClosedAt = task.ClosedAt,
        Version = task.Version,
    };
}
