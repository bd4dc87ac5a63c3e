using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Server.Studio;

internal static class ExecutionEndpoints
{
    /// <summary>Of the executions of one activity so many are listed, the last ones: a loop may have any number.</summary>
    private const int MaxListed = 1000;

    private const int MaxNodes = 5000;

    public static void MapExecutions(this IEndpointRouteBuilder api)
    {
        api.MapGet("/activity-executions/list", ListAsync);
        api.MapGet("/activity-execution-summaries/list", SummariesAsync);
        api.MapGet("/activity-executions/by-id", ByIdAsync);
        api.MapPost("/activity-executions/report", ReportAsync);
        api.MapGet("/activity-executions/{id}/call-stack", CallStackAsync);
    }

    private static async Task<IResult> ListAsync(
        Guid workflowInstanceId, string? activityNodeId, IWorkflowStore store, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var (answers, executions) = await ReadAsync(workflowInstanceId, OfNode(activityNodeId), MaxListed, store, catalog, cancellationToken);
        return StudioJson.List(executions.ConvertAll(execution => answers.Record(execution)));
    }

    private static async Task<IResult> SummariesAsync(
        Guid workflowInstanceId, string? activityNodeId, IWorkflowStore store, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var (answers, executions) = await ReadAsync(workflowInstanceId, OfNode(activityNodeId), MaxListed, store, catalog, cancellationToken);
        return StudioJson.List(executions.ConvertAll(answers.Summary));
    }

    private static async Task<IResult> ByIdAsync(string? id, IWorkflowStore store, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var (instanceId, contextId) = StudioInstances.ReadExecutionId(id) ?? throw Missing(id);
        var (answers, executions) = await ReadAsync(instanceId, entry => entry.ActivityInstanceId == contextId, 1, store, catalog, cancellationToken);
        return StudioJson.Answer(executions is [var execution] ? answers.Record(execution) : throw Missing(id));
    }

    private static async Task<IResult> ReportAsync(HttpRequest request, IWorkflowStore store, CancellationToken cancellationToken)
    {
        var body = await StudioJson.ReadAsync<ReportRequest>(request, cancellationToken);
        var nodes = (body.ActivityNodeIds ?? []).ToHashSet(StringComparer.Ordinal);
        if (nodes.Count > MaxNodes)
        {
            throw new InvalidInputException("activityNodeIds", $"At most {MaxNodes} activities can be asked for at once.");
        }

        await using var db = store.Open();
        var instance = await InstanceReadEndpoints.FindAsync(db, body.WorkflowInstanceId, cancellationToken);
        var stats = new Dictionary<string, NodeStatistics>(StringComparer.Ordinal);
        await foreach (var entry in JournalScan.ReadAsync(db, instance.Id, cancellationToken))
        {
            if (nodes.Contains(entry.ActivityNodeId))
            {
                if (!stats.TryGetValue(entry.ActivityNodeId, out var node))
                {
                    stats[entry.ActivityNodeId] = node = new NodeStatistics(entry.ActivityId);
                }

                node.Take(entry);
            }
        }

        var blocked = InstanceState.FromJson(instance.State).Bookmarks.Select(bookmark => bookmark.NodeId).ToHashSet(StringComparer.Ordinal);
        return StudioJson.Answer(new { Stats = stats.Select(node => node.Value.ToJson(node.Key, blocked.Contains(node.Key))).ToList() });
    }

    /// <summary>The executions around one, outermost first, and the one itself.</summary>
    private static async Task<IResult> CallStackAsync(
        string id, string? skip, string? take, IWorkflowStore store, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var (instanceId, contextId) = StudioInstances.ReadExecutionId(id) ?? throw Missing(id);
        await using var db = store.Open();
        var answers = await AnswersAsync(db, instanceId, catalog, cancellationToken);
        var chain = await ActivityExecution.ChainAsync(db, instanceId, contextId, cancellationToken);
        if (chain.Count == 0)
        {
            throw Missing(id);
        }

        var first = StudioParameters.Number(nameof(skip), skip, 0, int.MaxValue, 0);
        var wanted = StudioParameters.Number(nameof(take), take, 1, MaxListed, MaxListed);
        var items = chain.Select((execution, depth) => answers.Record(execution, depth)).Skip(first).Take(wanted).ToList();
        return StudioJson.Answer(new { ActivityExecutionId = id, Items = items, TotalCount = chain.Count });
    }

    private static Func<JournalRecord, bool> OfNode(string? nodeId) => entry => string.IsNullOrEmpty(nodeId) || entry.ActivityNodeId == nodeId;

    private static NotFoundException Missing(string? id) => new("activity execution", id ?? "");

    private static async Task<(ExecutionAnswers Answers, List<ActivityExecution> Executions)> ReadAsync(
        Guid instanceId, Func<JournalRecord, bool> wanted, int most, IWorkflowStore store, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var answers = await AnswersAsync(db, instanceId, catalog, cancellationToken);
        return (answers, await ActivityExecution.ReadAsync(db, instanceId, wanted, most, cancellationToken));
    }

    private static async Task<ExecutionAnswers> AnswersAsync(WorkflowDb db, Guid instanceId, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var instance = await InstanceReadEndpoints.FindAsync(db, instanceId, cancellationToken);
        return new ExecutionAnswers(instance, await catalog.VersionAsync(db, instance.DefinitionVersionId, cancellationToken));
    }

    private sealed record ReportRequest
    {
        public Guid WorkflowInstanceId { get; init; }

        public IReadOnlyList<string>? ActivityNodeIds { get; init; }
    }
}
