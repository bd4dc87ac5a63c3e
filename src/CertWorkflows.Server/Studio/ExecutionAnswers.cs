using System.Text.Json.Nodes;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Server.Studio;

/// <summary>
/// Executions as Studio reads them. The journal keeps what happened, not what every input evaluated to, so that inputs are shown where the
/// definition itself says their value, and outputs where they are the instance's own; values that are withheld from records stay out.
/// </summary>
internal sealed class ExecutionAnswers(WorkflowInstance instance, CompiledWorkflow workflow)
{
    private readonly InstanceState _state = InstanceState.FromJson(instance.State);

    public JsonObject Record(ActivityExecution execution, int depth = 0)
    {
        var node = workflow.Nodes.GetValueOrDefault(execution.NodeId);
        var isWorkflow = node is { Parent: null };
        var record = Summary(execution);
        record.Insert(7, "activityState", isWorkflow ? PlainValues.Of(_state.Input) : Inputs(node));
        record.Insert(8, "payload", PlainValues.Of(execution.Payload));
        record.Insert(9, "outputs", isWorkflow ? PlainValues.Of(_state.Output) : new JsonObject());
        record.Insert(10, "properties", new JsonObject());
        record.Insert(12, "exception", execution.Failure?.DeepClone());
        record["callStackDepth"] = depth;
        return record;
    }

    public JsonObject Summary(ActivityExecution execution) => new()
    {
        ["id"] = StudioInstances.ExecutionId(instance.Id, execution.Id),
        ["workflowInstanceId"] = instance.Id.ToString(),
        ["activityId"] = execution.ActivityId,
        ["activityNodeId"] = execution.NodeId,
        ["activityType"] = execution.Type,
        ["activityTypeVersion"] = workflow.Nodes.GetValueOrDefault(execution.NodeId)?.Version ?? 1,
        ["activityName"] = execution.Name,
        ["metadata"] = new JsonObject(),
        ["startedAt"] = execution.StartedAt,
        ["hasBookmarks"] = HasBookmarks(execution),
        ["status"] = execution.Status.ToString(),
        ["aggregateFaultCount"] = _state.Contexts.FirstOrDefault(context => context.Id == execution.Id)?.FaultCount ?? execution.Faults,
        ["completedAt"] = execution.CompletedAt,
        ["schedulingActivityExecutionId"] = execution.ParentId is { } parent ? StudioInstances.ExecutionId(instance.Id, parent) : null,
        ["schedulingActivityId"] = null,
        ["schedulingWorkflowInstanceId"] = null,
        ["callStackDepth"] = 0,
    };

    public bool HasBookmarks(ActivityExecution execution) => _state.Bookmarks.Any(bookmark => bookmark.ContextId == execution.Id);

    private static JsonObject Inputs(ActivityNode? node) => new(
        (node?.Inputs ?? [])
            .Where(input => input.Expression is null && !input.Descriptor.IsSensitive)
            .Select(input => KeyValuePair.Create(input.Descriptor.Name, PlainValues.Of(StoredValue.Write(input.Constant)))));
}
