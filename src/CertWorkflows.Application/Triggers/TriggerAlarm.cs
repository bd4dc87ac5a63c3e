using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Triggers;

/// <summary>
/// Starts an instance when a trigger's instant has come (B-6). Its row in the outbox only wakes it up, at every instant anew;
/// the trigger's row says what is due, and moves on in the transaction that starts the instance. So no crash, second node or
/// clock that is set back starts an instance twice, and none is lost.
/// </summary>
internal sealed class TriggerAlarm(IWorkflowStore store, WorkflowService workflows) : IEffectHandler
{
    public const string EffectKind = "trigger";

    public string Kind => EffectKind;

    /// <summary>The row that wakes a trigger up for as long as it has a next instant.</summary>
    public static Effect For(Guid triggerId, DateTimeOffset dueAt, DateTimeOffset now) => new()
    {
        Id = triggerId,
        InstanceId = triggerId,
        Kind = EffectKind,
        IdempotencyKey = $"trigger-{triggerId:N}",
        Payload = new JsonObject { ["triggerId"] = triggerId }.ToJsonString(),
        State = EffectState.Pending,
        NextAttemptAt = dueAt,
        CreatedAt = now,
    };

    public async Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        var id = request.Payload["triggerId"]!.GetValue<Guid>();
        if (await FindAsync(id, cancellationToken) is { NextFireAt: { } due } trigger && due <= request.Now)
        {
            try
            {
                await FireAsync(trigger, due, request.Now, cancellationToken);
            }
            catch (ConflictException)
            {
                // Another node has fired this instant: what the row says now is looked at below, and nothing is lost.
            }
        }

        return (await FindAsync(id, cancellationToken))?.NextFireAt is { } next
            ? new EffectOutcome.Accepted(null, next > request.Now ? next - request.Now : TimeSpan.Zero)
            : new EffectOutcome.Succeeded(new JsonObject());
    }

    private async Task<Trigger?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        return await db.Triggers.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken);
    }

    private Task<WorkflowInstance> FireAsync(Trigger trigger, DateTimeOffset due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var payload = JsonNode.Parse(trigger.Payload)!.AsObject();
        var start = new StartWorkflow(trigger.DefinitionId)
        {
            Input = TriggerPayload.Input(trigger.Name, payload),
            TriggerActivityId = trigger.ActivityId,
            Opening = new Firing(trigger.Id, due, TriggerPayload.Next(trigger.Name, payload, due, now)),
        };
        return workflows.StartAsync(start, Caller.System, cancellationToken);
    }

    private sealed class Firing(Guid id, DateTimeOffset due, DateTimeOffset? next) : ICaseOpening
    {
        public async Task OpenAsync(CaseTurn turn, IDictionary<string, object?> input, CancellationToken cancellationToken)
        {
            var row = await turn.Db.Triggers.SingleOrDefaultAsync(t => t.Id == id, cancellationToken);
            if (row?.NextFireAt != due)
            {
                throw new ConflictException("already-fired", "The trigger has fired for this instant.", "fired", []);
            }

            row.NextFireAt = next;
        }
    }
}
