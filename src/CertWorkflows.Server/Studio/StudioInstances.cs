using System.Text.Json.Nodes;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Server.Studio;

/// <summary>
/// Instances as Studio's viewer reads them. An execution's id is the instance's and its own, so that one that is asked for by its id alone
/// is found without a search.
/// </summary>
internal static class StudioInstances
{
    public const string WorkflowNode = "Workflow1";

    public static string ExecutionId(Guid instanceId, string contextId) => $"{instanceId:N}.{contextId}";

    /// <summary>Null for what is no id of an execution.</summary>
    public static (Guid InstanceId, string ContextId)? ReadExecutionId(string? id) =>
        id?.Split('.', 2) is [var instance, { Length: > 0 } context] && Guid.TryParseExact(instance, "N", out var instanceId) ? (instanceId, context) : null;

    public static JsonObject Full(WorkflowInstance instance)
    {
        var full = Head(instance);
        full.Insert(5, "workflowState", State(instance));
        return full;
    }

    public static JsonObject Head(WorkflowInstance instance) => new()
    {
        ["id"] = instance.Id.ToString(),
        ["definitionId"] = instance.DefinitionId,
        ["definitionVersionId"] = instance.DefinitionVersionId,
        ["version"] = instance.DefinitionVersion,
        ["parentWorkflowInstanceId"] = instance.ParentInstanceId?.ToString(),
        ["status"] = instance.Status,
        ["subStatus"] = instance.SubStatus,
        ["isExecuting"] = IsExecuting(instance),
        ["correlationId"] = instance.CorrelationId,
        ["name"] = instance.Name,
        ["incidentCount"] = instance.IncidentCount,
        ["isSystem"] = false,
        ["createdAt"] = instance.CreatedAt,
        ["updatedAt"] = instance.UpdatedAt,
        ["finishedAt"] = instance.FinishedAt,
    };

    /// <summary>What the viewer needs of the state: waits, incidents, live executions, input and output. Variables have a call of their own.</summary>
    public static JsonObject State(WorkflowInstance instance)
    {
        var state = InstanceState.FromJson(instance.State);
        return new JsonObject
        {
            ["id"] = instance.Id.ToString(),
            ["definitionId"] = instance.DefinitionId,
            ["definitionVersionId"] = instance.DefinitionVersionId,
            ["definitionVersion"] = instance.DefinitionVersion,
            ["rootWorkflowInstanceId"] = null,
            ["parentWorkflowInstanceId"] = instance.ParentInstanceId?.ToString(),
            ["correlationId"] = instance.CorrelationId,
            ["name"] = instance.Name,
            ["status"] = instance.Status,
            ["subStatus"] = instance.SubStatus,
            ["isExecuting"] = IsExecuting(instance),
            ["isSystem"] = false,
            ["bookmarks"] = new JsonArray([.. state.Bookmarks.Select(bookmark => Bookmark(instance, bookmark))]),
            ["incidents"] = new JsonArray([.. state.Incidents.Select(Incident)]),
            ["fault"] = null,
            ["completionCallbacks"] = new JsonArray(),
            ["activityExecutionContexts"] = Contexts(instance, state),
            ["input"] = PlainValues.Of(state.Input),
            ["output"] = PlainValues.Of(state.Output),
            ["properties"] = new JsonObject(),
            ["createdAt"] = instance.CreatedAt,
            ["updatedAt"] = instance.UpdatedAt,
            ["finishedAt"] = instance.FinishedAt,
        };
    }

    public static JsonObject? Failure(FailureDetails? failure) => failure is null ? null : new JsonObject
    {
        ["type"] = failure.Type,
        ["message"] = failure.Message,
        ["stackTrace"] = failure.StackTrace,
        ["innerException"] = Failure(failure.Inner),
    };

    private static bool IsExecuting(WorkflowInstance instance) => instance.SubStatus == nameof(WorkflowSubStatus.Executing);

    private static JsonObject Bookmark(WorkflowInstance instance, Bookmark bookmark) => new JsonObject
    {
        ["id"] = bookmark.Id.ToString(),
        ["name"] = bookmark.Name,
        ["hash"] = bookmark.Hash,
        ["payload"] = PlainValues.Of((JsonNode?)bookmark.Payload),
        ["activityNodeId"] = bookmark.NodeId,
        ["activityInstanceId"] = ExecutionId(instance.Id, bookmark.ContextId),
        ["activityId"] = bookmark.ActivityId,
        ["autoBurn"] = bookmark.AutoBurn,
        ["callbackMethodName"] = null,
        ["autoComplete"] = true,
        ["metadata"] = new JsonObject(),
    };

    private static JsonObject Incident(Incident incident) => new JsonObject
    {
        ["activityId"] = incident.ActivityId,
        ["activityNodeId"] = incident.ActivityNodeId,
        ["activityType"] = incident.ActivityType,
        ["message"] = incident.Message,
        ["exception"] = Failure(incident.Exception),
        ["timestamp"] = incident.Timestamp,
    };

    private static JsonArray Contexts(WorkflowInstance instance, InstanceState state)
    {
        var contexts = new JsonArray();
        if (!state.Contexts.Any(context => context.ParentId is null))
        {
            // the viewer finds the instance's own record by the context without a parent, also when all is over
            contexts.Add(Context(instance, new ContextState(
                instance.Id.ToString(), null, WorkflowNode, ActivityStatus.Completed, null, instance.CreatedAt, 0,
                new Dictionary<string, JsonNode?>(), new Dictionary<string, JsonNode?>(), null)));
        }

        foreach (var context in state.Contexts)
        {
            contexts.Add(Context(instance, context));
        }

        return contexts;
    }

    private static JsonObject Context(WorkflowInstance instance, ContextState context) => new JsonObject
    {
        ["id"] = ExecutionId(instance.Id, context.Id),
        ["parentContextId"] = context.ParentId is null ? null : ExecutionId(instance.Id, context.ParentId),
        ["scheduledActivityNodeId"] = context.NodeId,
        ["ownerActivityNodeId"] = context.ParentId is null ? null : context.NodeId[..context.NodeId.LastIndexOf(':')],
        ["properties"] = new JsonObject(),
        ["activityState"] = new JsonObject(),
        ["dynamicVariables"] = new JsonArray(),
        ["status"] = context.Status.ToString(),
        ["isExecuting"] = false,
        ["faultCount"] = context.FaultCount,
        ["startedAt"] = context.StartedAt,
        ["completedAt"] = null,
        ["tag"] = context.Tag,
    };
}
