using System.Diagnostics;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Children;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Events;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Application.Workflows;

/// <summary>
/// What a turn asks its host to do becomes rows of the outbox, in the turn's own transaction: nothing of it is visible outside
/// before the commit and nothing is lost after it.
/// </summary>
internal static class TurnRequests
{
    public static void Write(CaseTurn turn, IReadOnlyList<HostRequest> requests)
    {
        foreach (var request in requests)
        {
            switch (request)
            {
                case HostRequest.PublishEvent sent:
                    EffectRequests.Request(turn, EventDelivery.EffectKind, $"event-{turn.NewId():N}", new JsonObject
                    {
                        ["name"] = sent.EventName,
                        ["correlationId"] = sent.CorrelationId,
                        ["instanceId"] = sent.IsLocal ? turn.InstanceId : null,
                        ["payload"] = StoredValue.Write(sent.Payload),
                    });
                    break;
                case HostRequest.StartWorkflow start:
                    EffectRequests.Request(turn, ChildStart.EffectKind, $"workflow-{start.ChildInstanceId:N}", new JsonObject
                    {
                        ["childInstanceId"] = start.ChildInstanceId,
                        ["definitionId"] = start.DefinitionId,
                        ["correlationId"] = start.CorrelationId,
                        ["input"] = StoredValue.Write(start.Input.ToDictionary(pair => pair.Key, pair => pair.Value)),
                        ["parentInstanceId"] = turn.InstanceId,
                        ["reportTo"] = start.ReportTo,
                        ["report"] = start.Report.ToString(),
                    });
                    break;
                case HostRequest.SendHttp call:
                    EffectRequests.Request(turn, call);
                    break;
                default:
                    throw new UnreachableException($"{request.GetType().Name} is not of the closed family.");
            }
        }
    }

    /// <summary>A child is over, whichever way: its parent will be told .</summary>
    public static void WriteReport(CaseTurn turn, WorkflowInstance child, InstanceState state)
    {
        if (child is { ParentInstanceId: { } parent, ParentBookmarkId: { } bookmark })
        {
            var payload = ChildReports.Payload(parent, bookmark, child, state);
            EffectRequests.Request(turn, ChildReports.EffectKind, $"report-{child.Id:N}-{child.Version}", payload);
        }
    }
}
