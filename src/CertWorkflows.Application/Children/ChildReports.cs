using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Application.Children;

/// <summary>
/// Tells a parent that its child is over. Told twice after a crash, the second time meets a used bookmark, or a child that the
/// parent has counted already.
/// </summary>
internal sealed class ChildReports(WorkflowService workflows) : IEffectHandler
{
    public const string EffectKind = "child-report";

    public string Kind => EffectKind;

    /// <summary>What the parent learns, as of now.</summary>
    public static JsonObject Payload(Guid parent, Guid bookmark, WorkflowInstance child, InstanceState state) => new()
    {
        ["parentInstanceId"] = parent,
        ["bookmarkId"] = bookmark,
        ["childInstanceId"] = child.Id,
        ["status"] = child.Status,
        ["subStatus"] = child.SubStatus,
        ["output"] = state.SubStatus == WorkflowSubStatus.Faulted
            ? new JsonObject()
            : new JsonObject(state.Output.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))),
    };

    public async Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        var told = await TellAsync(request.Payload, cancellationToken);
        return new EffectOutcome.Succeeded(new JsonObject { ["told"] = told });
    }

    /// <summary>Resumes the parent; answers whether it still waited.</summary>
    public async Task<bool> TellAsync(JsonObject report, CancellationToken cancellationToken)
    {
        var input = new Dictionary<string, object?>
        {
            [ChildInput.InstanceId] = report["childInstanceId"]!.GetValue<Guid>().ToString("D"),
            [ChildInput.Status] = report["status"]!.GetValue<string>(),
            [ChildInput.SubStatus] = report["subStatus"]!.GetValue<string>(),
            [ChildInput.Output] = report["output"]!.AsObject().ToDictionary(pair => pair.Key, pair => StoredValue.Read(pair.Value)),
        };
        var bookmark = report["bookmarkId"]!.GetValue<Guid>();
        try
        {
            var (_, consumed) = await workflows.ResumeAsync(
                report["parentInstanceId"]!.GetValue<Guid>(),
                Caller.System,
                (_, _) => new(new Stimulus.ResumeBookmark(bookmark, input)),
                cancellationToken);
            return consumed;
        }
        catch (NotFoundException)
        {
            // The parent was deleted: there is nobody to tell, and the outbox records that.
            return false;
        }
    }
}
