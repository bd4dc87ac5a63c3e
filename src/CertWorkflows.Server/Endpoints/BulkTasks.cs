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
        var results = await EachAsync(
            request.Ids, id => tasks.CompleteAsync(id, request.Outcome, data, request.Comment, null, caller, cancellationToken));
        return TypedResults.Ok(new CompleteTasksResponse
        {
            Results = [.. results.Select(r => new BulkTaskResultDto { Id = r.Id, Completed = r.Problem is null, Problem = r.Problem })],
        });
    }

    public static async Task<Ok<ClaimTasksResponse>> ClaimAsync(
        ClaimTasksRequest request, TaskService tasks, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var caller = user.ToCaller();
        var results = await EachAsync(request.Ids, id => tasks.ClaimAsync(id, null, caller, cancellationToken));
        return TypedResults.Ok(new ClaimTasksResponse
        {
            Results = [.. results.Select(r => new ClaimedTaskDto { Id = r.Id, Claimed = r.Problem is null, Problem = r.Problem })],
        });
    }

    // Safe to repeat: a task that the person holds already stays with them, and nothing is recorded.
    public static async Task<Ok<AssignTasksResponse>> AssignAsync(
        AssignTasksRequest request, TaskService tasks, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var caller = user.ToCaller();
        var to = request.To is null ? null : await tasks.ColleagueAsync(request.To, cancellationToken);
        var results = await EachAsync(
            request.Ids,
            id => to is null
                ? tasks.ReleaseAsync(id, null, caller, cancellationToken)
                : tasks.AssignAsync(id, to, caller, cancellationToken));
        return TypedResults.Ok(new AssignTasksResponse
        {
            Results = [.. results.Select(r => new AssignTaskResultDto { Id = r.Id, Assigned = r.Problem is null, Problem = r.Problem })],
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
}
