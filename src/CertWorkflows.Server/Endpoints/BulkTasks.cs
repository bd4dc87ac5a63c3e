using System.Security.Claims;
using System.Text.Json;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Client;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

/// <summary>The same for several tasks. Each is its own commit: one that is refused does not hold back the others.</summary>
internal static class BulkTasks
{
    private const int MostAtOnce = 200;

    public static async Task<Ok<CompleteTasksResponse>> CompleteAsync(
        CompleteTasksRequest request, TaskService tasks, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        TaskEndpoints.CheckComment(request.Comment);
        var (caller, data) = (user.ToCaller(), TaskEndpoints.DataOf(request.Data));
        return TypedResults.Ok(new CompleteTasksResponse
        {
            Results = await EachAsync(
                request.Ids,
                id => tasks.CompleteAsync(id, request.Outcome, data, request.Comment, null, caller, cancellationToken),
                (id, problem) => new BulkTaskResultDto { Id = id, Completed = problem is null, Problem = problem }),
        });
    }

    // Safe to repeat: a task that the person holds already stays with them, and nothing is recorded.
    public static async Task<Ok<AssignTasksResponse>> AssignAsync(
        AssignTasksRequest request, TaskService tasks, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var caller = user.ToCaller();
        var to = request.To is null ? null : await tasks.ColleagueAsync(request.To, cancellationToken);
        return TypedResults.Ok(new AssignTasksResponse
        {
            Results = await EachAsync(
                request.Ids,
                id => to is null
                    ? tasks.ReleaseAsync(id, null, caller, cancellationToken)
                    : tasks.AssignAsync(id, to, null, null, caller, cancellationToken),
                (id, problem) => new AssignTaskResultDto { Id = id, Assigned = problem is null, Problem = problem }),
        });
    }

    private static async Task<IReadOnlyList<TResult>> EachAsync<TResult>(
        IReadOnlyList<string> ids, Func<Guid, Task> act, Func<string, ProblemDto?, TResult> result)
    {
        if (ids.Count is 0 or > MostAtOnce)
        {
            throw new InvalidInputException("ids", $"1 to {MostAtOnce} ids are needed.");
        }

        var results = new List<TResult>(ids.Count);
        foreach (var id in ids)
        {
            results.Add(result(id, await RefusalAsync(id, act)));
        }

        return results;
    }

    private static async Task<ProblemDto?> RefusalAsync(string id, Func<Guid, Task> act)
    {
        try
        {
            await act(Guid.TryParse(id, out var taskId) ? taskId : throw new NotFoundException("task", id));
            return null;
        }
        catch (Exception refusal) when (ExceptionMapper.ToProblem(refusal) is { } problem)
        {
            return JsonSerializer.SerializeToElement(problem, ApiJson.Options).Deserialize<ProblemDto>(ApiJson.Options);
        }
    }
}
