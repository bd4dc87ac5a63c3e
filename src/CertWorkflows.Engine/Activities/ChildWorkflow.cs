using System.Text.Json.Nodes;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Activities;

/// <summary>What the activities that start other workflows have in common .</summary>
internal static class ChildWorkflow
{
    public static async ValueTask<string> PublishedAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var definitionId = context.Input<string>("WorkflowDefinitionId");
        if (string.IsNullOrEmpty(definitionId) || !await context.Turn.IsPublishedAsync(definitionId, cancellationToken))
            throw new WorkflowFaultException($"No published version of workflow definition with ID {definitionId} found.");
        return definitionId;
    }

    /// <summary>A copy of the given dictionary with the parent's id in it.</summary>
    public static Dictionary<string, object?> Input(ActivityContext context)
    {
        var given = context.Input<Dictionary<string, object?>>("Input");
        return new Dictionary<string, object?>(given ?? [], StringComparer.OrdinalIgnoreCase)
        {
            [ChildInput.ParentInstanceId] = context.InstanceId,
        };
    }

    /// <summary>Waits for one child.</summary>
    public static Bookmark Wait(ActivityContext context, string name, Guid childId) => context.Wait(new BookmarkRequest
    {
        Name = name,
        Payload = new JsonObject { ["ChildInstanceId"] = childId.ToString("D") },
        IncludeContextId = false,
    });

    public static string? CorrelationId(ActivityContext context)
        => context.Input<string>("CorrelationId") is { } id && !string.IsNullOrWhiteSpace(id) ? id : null;
}
