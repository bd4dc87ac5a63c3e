using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Children;

/// <summary>
/// Cancels the children of a cancelled instance (S-13), each in a turn of its own; a child's turn asks for the same for its own children. The
/// row of the outbox is written in the parent's turn, so that a crash between the two loses nothing.
/// </summary>
internal sealed class ChildCancellation(IWorkflowStore store, WorkflowService workflows) : IEffectHandler
{
    public const string EffectKind = "child-cancel";

    private const int Batch = 50;
    private const string Reason = "The instance that started it was cancelled.";
    private static readonly TimeSpan StartTakes = TimeSpan.FromSeconds(1);

    public string Kind => EffectKind;

    /// <summary>The row that cancels the children; none where the instance never asked for any.</summary>
    public static async Task RequestAsync(CaseTurn turn, WorkflowInstance parent, CancellationToken cancellationToken)
    {
        var id = parent.Id;
        if (turn.Db.Effects.Local.Any(e => e.InstanceId == id && e.Kind == ChildStart.EffectKind)
            || await turn.Db.Effects.AnyAsync(e => e.InstanceId == id && e.Kind == ChildStart.EffectKind, cancellationToken)
            || await turn.Db.Instances.AnyAsync(i => i.ParentInstanceId == id, cancellationToken))
        {
            EffectRequests.Request(
                turn, EffectKind, string.Create(CultureInfo.InvariantCulture, $"{EffectKind}-{id:N}-{parent.Version}"), new JsonObject { ["parentInstanceId"] = id });
        }
    }

    public async Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        var parent = request.Payload["parentInstanceId"]!.GetValue<Guid>();
        await using var db = store.Open();

        // A start that was on its way when the parent was cancelled may still make a child; later ones see the parent and make none.
        var isStarting = await db.Effects.AnyAsync(
            e => e.InstanceId == parent && e.Kind == ChildStart.EffectKind && e.State == EffectState.Pending && e.ClaimedUntil > request.Now, cancellationToken);
        var children = await db.Instances
            .Where(i => i.ParentInstanceId == parent && i.Status == nameof(WorkflowStatus.Running))
            .OrderBy(i => i.CreatedAt).ThenBy(i => i.Id)
            .Select(i => i.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        foreach (var child in children)
        {
            await CancelAsync(child, cancellationToken);
        }

        return children.Count == Batch ? new EffectOutcome.Accepted(null, TimeSpan.Zero)
            : isStarting ? new EffectOutcome.Accepted(null, StartTakes)
            : new EffectOutcome.Succeeded(new JsonObject());
    }

    private async Task CancelAsync(Guid child, CancellationToken cancellationToken)
    {
        try
        {
            await workflows.CancelAsync(child, Reason, null, Caller.System, null, cancellationToken);
        }
        catch (ConflictException)
        {
            // It has ended meanwhile, which is as good.
        }
    }
}
