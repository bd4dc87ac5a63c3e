using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Server.Studio;

internal static class ExecutionEndpoints
{
    /// <summary>Of the executions of one activity so many are listed, the last ones: a loop may have any number.</summary>
    private const int MaxListed = 1000;

    private const int MaxChain = 1_000_000;
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

    private static async Task<IResult> ReportAsync(HttpRequest request, IWorkflowStore store, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var body = await StudioJson.ReadAsync<ReportRequest>(request, cancellationToken);
        var nodes = (body.ActivityNodeIds ?? []).ToHashSet(StringComparer.Ordinal);
        if (nodes.Count > MaxNodes)
        {
            throw new InvalidInputException("activityNodeIds", $"At most {MaxNodes} activities can be asked for at once.");
        }

        var (answers, executions) = await ReadAsync(
            body.WorkflowInstanceId, entry => nodes.Contains(entry.ActivityNodeId), MaxChain, store, catalog, cancellationToken);
        var stats = executions.GroupBy(execution => execution.NodeId, StringComparer.Ordinal).Select(node => new
        {
            node.First().ActivityId,
            ActivityNodeId = node.Key,
            StartedCount = node.Count(),
            CompletedCount = node.Count(execution => execution.Status == ActivityStatus.Completed),
            UncompletedCount = node.Count(execution => execution.Status is ActivityStatus.Running or ActivityStatus.Faulted),
            IsBlocked = node.Any(answers.HasBookmarks),
            IsFaulted = node.Any(execution => execution.Status == ActivityStatus.Faulted),
            AggregateFaultCount = node.Sum(execution => execution.Faults),
            Metadata = new JsonObject(),
        });
        return StudioJson.Answer(new { Stats = stats.ToList() });
    }

    /// <summary>The executions around one, outermost first, and the one itself.</summary>
    private static async Task<IResult> CallStackAsync(
        string id, string? skip, string? take, IWorkflowStore store, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var (instanceId, contextId) = StudioInstances.ReadExecutionId(id) ?? throw Missing(id);
        var (answers, executions) = await ReadAsync(instanceId, _ => true, MaxChain, store, catalog, cancellationToken);
        var byId = executions.ToDictionary(execution => execution.Id, StringComparer.Ordinal);
        var chain = new List<ActivityExecution>();
        for (var next = contextId; next is not null && byId.TryGetValue(next, out var execution); next = execution.ParentId)
        {
            chain.Insert(0, execution);
        }

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
        var instance = await InstanceReadEndpoints.FindAsync(db, instanceId, cancellationToken);
        var workflow = await catalog.VersionAsync(db, instance.DefinitionVersionId, cancellationToken);
        return (new ExecutionAnswers(instance, workflow), await ActivityExecution.ReadAsync(db, instanceId, wanted, most, cancellationToken));
    }

    private sealed record ReportRequest
    {
        public Guid WorkflowInstanceId { get; init; }

        public IReadOnlyList<string>? ActivityNodeIds { get; init; }
    }
}
