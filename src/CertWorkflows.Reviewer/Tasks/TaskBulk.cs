using CertWorkflows.Client;
using CertWorkflows.Reviewer.Shell;

namespace CertWorkflows.Reviewer.Tasks;

/// <summary>Acts on many tasks at once, in as many calls as the API needs. Repeating it after a lost answer is safe: what is done stays so.</summary>
internal sealed class TaskBulk(CertWorkflowsClient api, ApiAttempt attempt)
{
    private const int MostAtOnce = 200; // the API's limit

    /// <summary>Gives tasks to somebody, or back to their groups.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="to">The username; nobody when null.</param>
    /// <param name="results">Gets one result a task, also those before a call that failed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What to tell when a call failed as a whole; else null.</returns>
    public Task<ShownProblem?> AssignAsync(
        IReadOnlyList<TaskSummaryDto> tasks, string? to, ICollection<BulkResult> results, CancellationToken cancellationToken) => RunAsync(
        tasks,
        results,
        async ids => (await api.Tasks.AssignManyAsync(new AssignTasksRequest { Ids = ids, To = to }, cancellationToken)).Results.Select(r => (r.Id, r.Problem)));

    /// <summary>Decides tasks alike.</summary>
    /// <param name="tasks">The tasks; of one kind, since they share the form.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="results">Gets one result a task, also those before a call that failed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What to tell when a call failed as a whole; else null.</returns>
    public Task<ShownProblem?> CompleteAsync(
        IReadOnlyList<TaskSummaryDto> tasks, CompleteTaskRequest decision, ICollection<BulkResult> results, CancellationToken cancellationToken) => RunAsync(
        tasks,
        results,
        async ids =>
        {
            var request = new CompleteTasksRequest { Ids = ids, Outcome = decision.Outcome, Data = decision.Data, Comment = decision.Comment };
            return (await api.Tasks.CompleteManyAsync(request, cancellationToken)).Results.Select(r => (r.Id, r.Problem));
        });

    private Task<ShownProblem?> RunAsync(
        IReadOnlyList<TaskSummaryDto> tasks, ICollection<BulkResult> results, Func<string[], Task<IEnumerable<(string Id, ProblemDto? Problem)>>> act) => attempt.RunAsync(async () =>
    {
        var titles = tasks.ToDictionary(task => task.Id, task => task.Title, StringComparer.Ordinal);
        foreach (var ids in titles.Keys.Chunk(MostAtOnce))
        {
            foreach (var (id, problem) in await act(ids))
            {
                results.Add(new BulkResult(id, titles.GetValueOrDefault(id, id), problem is null ? null : attempt.TextOf(problem)));
            }
        }
    });
}
