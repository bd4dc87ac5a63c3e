using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Client;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

internal static class TaskEndpoints
{
    private const int MaxComment = 4_000;

    public static void MapTasks(this IEndpointRouteBuilder api)
    {
        var tasks = api.MapGroup("/tasks").WithTags("Human tasks").ForTaskWorkers();
        tasks.MapGet("/", TaskList.ListAsync).WithSummary("The inbox: tasks of the caller's groups.");
        tasks.MapGet("/counts", TaskCounts.GetAsync).WithSummary("How many open tasks the caller sees.");
        tasks.MapGet("/{id:guid}", GetAsync).WithSummary("A task with all that a decision needs.");
        tasks.MapPost("/{id:guid}/claim", ClaimAsync).WithSummary("Takes a task for oneself.");
        tasks.MapPost("/{id:guid}/release", ReleaseAsync).WithSummary("Gives a task back to its group.");
        tasks.MapPost("/{id:guid}/delegate", DelegateAsync).WithSummary("Hands a task to a colleague.");
        tasks.MapPost("/{id:guid}/comments", CommentAsync).Idempotent().WithSummary("Says something about a task.");
        tasks.MapPost("/{id:guid}/complete", CompleteAsync).WithSummary("Decides a task.");
        tasks.MapGet("/{id:guid}/timeline", TaskTimeline.GetAsync).WithSummary("All that happened to the task, its case and its things.");
        tasks.MapAttachments();
        tasks.MapPost("/complete", BulkTasks.CompleteAsync).WithSummary("Decides several tasks alike; a result a task.");
        tasks.MapPost("/assign", BulkTasks.AssignAsync).WithSummary("Hands several tasks to one person, or back to their groups; a result a task.");
    }

    private static async Task<Ok<TaskDto>> GetAsync(
        Guid id, TaskReader reader, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellationToken) =>
        await reader.AnswerAsync(await reader.FindAsync(id, user.ToCaller(), cancellationToken), response, cancellationToken);

    private static async Task<Ok<TaskDto>> ClaimAsync(
        Guid id,
        IfMatch ifMatch,
        TaskService tasks,
        TaskReader reader,
        ClaimsPrincipal user,
        HttpResponse response,
        CancellationToken cancellationToken) =>
        await reader.AnswerAsync(await tasks.ClaimAsync(id, ifMatch.Version, user.ToCaller(), cancellationToken), response, cancellationToken);

    private static async Task<Ok<TaskDto>> ReleaseAsync(
        Guid id,
        IfMatch ifMatch,
        TaskService tasks,
        TaskReader reader,
        ClaimsPrincipal user,
        HttpResponse response,
        CancellationToken cancellationToken) =>
        await reader.AnswerAsync(await tasks.ReleaseAsync(id, ifMatch.Version, user.ToCaller(), cancellationToken), response, cancellationToken);

    private static async Task<Ok<TaskDto>> DelegateAsync(
        Guid id,
        DelegateTaskRequest request,
        IfMatch ifMatch,
        TaskService tasks,
        TaskReader reader,
        ClaimsPrincipal user,
        HttpResponse response,
        CancellationToken cancellationToken) =>
        await reader.AnswerAsync(
            await tasks.DelegateAsync(id, request.To, request.Until, ifMatch.Version, user.ToCaller(), cancellationToken), response, cancellationToken);

    private static async Task<Created<TaskCommentDto>> CommentAsync(
        Guid id,
        AddTaskCommentRequest request,
        TaskService tasks,
        TaskReader reader,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Text) || request.Text.Length > MaxComment)
        {
            throw new InvalidInputException("text", $"1 to {MaxComment} characters are needed.");
        }

        var caller = user.ToCaller();
        var location = $"{Api.BasePath}/tasks/{id}";
        var names = await reader.NamesAsync(cancellationToken);
        var comment = await tasks.CommentAsync(
            id, request.Text, caller, (c, mentions) => keeper.Keep(TaskAnswers.ToDto(c, mentions, names), location), cancellationToken);
        return TypedResults.Created(location, TaskAnswers.ToDto(comment.Comment, comment.Mentions, names));
    }

    private static async Task<Ok<TaskDto>> CompleteAsync(
        Guid id,
        CompleteTaskRequest request,
        IfMatch ifMatch,
        TaskService tasks,
        TaskReader reader,
        ClaimsPrincipal user,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        CheckComment(request.Comment);
        var task = await tasks.CompleteAsync(
            id, request.Outcome, DataOf(request.Data), request.Comment, ifMatch.Version, user.ToCaller(), cancellationToken);
        return await reader.AnswerAsync(task, response, cancellationToken);
    }

    internal static void CheckComment(string? comment)
    {
        if (comment?.Length > MaxComment)
        {
            throw new InvalidInputException("comment", $"At most {MaxComment} characters are possible.");
        }
    }

    internal static JsonObject? DataOf(JsonElement? data) => data switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.Object } element => JsonObject.Create(element),
        _ => throw new InvalidInputException("data", "A JSON object is needed."),
    };
}
