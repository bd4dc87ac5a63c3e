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
    private const int MostAtOnce = 200;
    private const int MaxComment = 4_000;

    public static void MapTasks(this IEndpointRouteBuilder api)
    {
        var tasks = api.MapGroup("/tasks").WithTags("Human tasks").ForTaskWorkers();
        tasks.MapGet("/", TaskList.ListAsync).WithSummary("The inbox: tasks of the caller's groups.");
        tasks.MapGet("/counts", TaskList.CountsAsync).WithSummary("How many open tasks the caller sees.");
        tasks.MapGet("/{id:guid}", GetAsync).WithSummary("A task with all that a decision needs.");
        tasks.MapPost("/{id:guid}/claim", ClaimAsync).WithSummary("Takes a task for oneself.");
        tasks.MapPost("/{id:guid}/release", ReleaseAsync).WithSummary("Gives a task back to its group.");
        tasks.MapPost("/{id:guid}/delegate", DelegateAsync).WithSummary("Hands a task to a colleague.");
        tasks.MapPost("/{id:guid}/comments", CommentAsync).Idempotent().WithSummary("Says something about a task.");
        tasks.MapPost("/{id:guid}/complete", CompleteAsync).WithSummary("Decides a task.");
        tasks.MapPost("/claim", ClaimManyAsync).WithSummary("Takes several tasks for oneself; a result a task.");
        tasks.MapGet("/{id:guid}/timeline", TaskTimeline.GetAsync).WithSummary("All that happened to the task, its case and its things.");
        tasks.MapAttachments();
        tasks.MapPost("/complete", CompleteManyAsync).WithSummary("Decides several tasks alike; a result a task.");
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

    /// <summary>Each task is its own turn: one that is refused does not hold back the others.</summary>
    private static async Task<Ok<CompleteTasksResponse>> CompleteManyAsync(
        CompleteTasksRequest request, TaskService tasks, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        CheckComment(request.Comment);
        var (caller, data) = (user.ToCaller(), DataOf(request.Data));
        var results = await EachAsync(
            request.Ids, id => tasks.CompleteAsync(id, request.Outcome, data, request.Comment, null, caller, cancellationToken));
        return TypedResults.Ok(new CompleteTasksResponse
        {
            Results = [.. results.Select(r => new BulkTaskResultDto { Id = r.Id, Completed = r.Problem is null, Problem = r.Problem })],
        });
    }

    private static async Task<Ok<ClaimTasksResponse>> ClaimManyAsync(
        ClaimTasksRequest request, TaskService tasks, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var caller = user.ToCaller();
        var results = await EachAsync(request.Ids, id => tasks.ClaimAsync(id, null, caller, cancellationToken));
        return TypedResults.Ok(new ClaimTasksResponse
        {
            Results = [.. results.Select(r => new ClaimedTaskDto { Id = r.Id, Claimed = r.Problem is null, Problem = r.Problem })],
        });
    }

    /// <summary>Does the same with each task and tells what became of it.</summary>
    /// <exception cref="InvalidInputException">None, or too many.</exception>
    private static async Task<IReadOnlyList<(string Id, ProblemDto? Problem)>> EachAsync(IReadOnlyList<string> ids, Func<Guid, Task> act)
    {
        if (ids.Count is 0 or > MostAtOnce)
        {
            throw new InvalidInputException("ids", $"1 to {MostAtOnce} ids are needed.");
        }

        var results = new List<(string, ProblemDto?)>(ids.Count);
        foreach (var id in ids)
        {
            try
            {
                await act(Guid.TryParse(id, out var taskId) ? taskId : throw new NotFoundException("task", id));
                results.Add((id, null));
            }
            catch (Exception refusal) when (ExceptionMapper.ToProblem(refusal) is { } problem)
            {
                results.Add((id, JsonSerializer.SerializeToElement(problem, ApiJson.Options).Deserialize<ProblemDto>(ApiJson.Options)));
            }
        }

        return results;
    }

    private static void CheckComment(string? comment)
    {
        if (comment?.Length > MaxComment)
        {
            throw new InvalidInputException("comment", $"At most {MaxComment} characters are possible.");
        }
    }

    private static JsonObject? DataOf(JsonElement? data) => data switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.Object } element => JsonObject.Create(element),
        _ => throw new InvalidInputException("data", "A JSON object is needed."),
    };
}
