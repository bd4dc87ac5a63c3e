using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Children;

/// <summary>Starts the child that a workflow asked for. The parent chose the child's id, so that it is started once.</summary>
internal sealed class ChildStart(IWorkflowStore store, WorkflowService workflows, ChildReports reports) : IEffectHandler
{
    public const string EffectKind = "workflow";

    public string Kind => EffectKind;

    public async Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        var order = request.Payload;
        var id = order["childInstanceId"]!.GetValue<Guid>();
        var parent = order["parentInstanceId"]!.GetValue<Guid>();
        await using var db = store.Open();
        var child = await db.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellationToken);
        if (child is null && await db.Instances.AnyAsync(i => i.Id == parent && i.SubStatus == nameof(WorkflowSubStatus.Cancelled), cancellationToken))
        {
            return new EffectOutcome.Succeeded(new JsonObject { ["skipped"] = "The parent was cancelled." });
        }

        child ??= await StartAsync(id, order, cancellationToken);
        if (order["report"]!.GetValue<string>() == nameof(ChildReport.Started))
        {
            await reports.TellAsync(
                ChildReports.Payload(
                    parent, order["reportTo"]!.GetValue<Guid>(), child, InstanceState.FromJson(child.State)),
                cancellationToken);
        }

        return new EffectOutcome.Succeeded(new JsonObject { ["instanceId"] = id });
    }

    private Task<WorkflowInstance> StartAsync(Guid id, JsonObject order, CancellationToken cancellationToken)
    {
        var input = (IDictionary<string, object?>)StoredValue.Read(order["input"])!;
        var waits = order["report"]!.GetValue<string>() == nameof(ChildReport.Finished);
        var start = new StartWorkflow(order["definitionId"]!.GetValue<string>())
        {
            InstanceId = id,
            IgnoresActivation = true, // B-13: explicit starts of children are not restricted
            Input = input.ToDictionary(pair => pair.Key, pair => pair.Value),
            CorrelationId = order["correlationId"]?.GetValue<string>(),
            ParentInstanceId = order["parentInstanceId"]!.GetValue<Guid>(),
            ParentBookmarkId = waits ? order["reportTo"]!.GetValue<Guid>() : null,
        };
        return workflows.StartAsync(start, Caller.System, cancellationToken);
    }
}
