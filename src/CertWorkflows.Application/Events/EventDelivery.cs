using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Expressions;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Events;

/// <summary>
/// Delivers a published event. One that resumes nobody is kept for ten minutes and offered again (B-9 to B-12): the row of the
/// outbox is its place in the queue. Each receiver notes in its turn that it has had the event, so that nobody gets it twice.
/// </summary>
internal sealed class EventDelivery(WorkflowService workflows) : IEffectHandler
{
    public const string EffectKind = "event";

    /// <summary>External reference of an event whose triggers were started and that now only waits for receivers.</summary>
    public const string Queued = "queued";

    /// <summary>Member of the payload of an event that is not kept when nobody waits for it.</summary>
    public const string OnceMember = "once";

    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan OfferedEvery = TimeSpan.FromSeconds(10);

    public string Kind => EffectKind;

    /// <summary>The row that keeps an event for which nobody waited.</summary>
    public static Effect Keep(PublishedEvent sent, Guid id, DateTimeOffset now) => new()
    {
        Id = id,
        InstanceId = id,
        Kind = EffectKind,
        IdempotencyKey = string.Create(CultureInfo.InvariantCulture, $"event-{id:N}"),
        Payload = PayloadOf(sent).ToJsonString(),
        State = EffectState.AwaitingResult,
        ExternalReference = Queued,
        NextAttemptAt = now,
        CreatedAt = now,
    };

    /// <summary>What the row of an event holds.</summary>
    public static JsonObject PayloadOf(PublishedEvent sent) => new()
    {
        ["name"] = sent.Name,
        ["correlationId"] = sent.CorrelationId,
        ["instanceId"] = sent.InstanceId,
        ["payload"] = StoredValue.Write(sent.Payload),
    };

    /// <summary>When a kept event is offered next, at the earliest; null when its time is over.</summary>
    public static DateTimeOffset? NextOffer(Effect kept, DateTimeOffset now)
    {
        var offers = Math.Max(1, (long)Math.Ceiling((now - kept.CreatedAt) / OfferedEvery));
        return OfferedEvery * offers <= KeptFor ? kept.CreatedAt + (OfferedEvery * offers) : null;
    }

    /// <summary>Whether somebody waits for a kept event now.</summary>
    /// <param name="payload">That of its row.</param>
    public static Task<bool> IsAwaitedAsync(WorkflowDb db, JsonObject payload, CancellationToken cancellationToken) =>
        WorkflowService.Waiting(db, Event(payload)).AnyAsync(cancellationToken);

    public async Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        var sent = Event(request.Payload) with { StartsTriggers = request.ExternalReference != Queued, IsKept = false };
        var key = new IdempotentRequest(Caller.System.Name, request.IdempotencyKey, EffectKind);
        var (_, resumed) = await workflows.DeliverAsync(sent, Caller.System, key, cancellationToken);
        return resumed.Count > 0 || request.Payload[OnceMember] is not null || request.Now - request.FirstSentAt >= KeptFor
            ? new EffectOutcome.Succeeded(new JsonObject { ["resumed"] = resumed.Count })
            : new EffectOutcome.Accepted(Queued, OfferedEvery);
    }

    private static PublishedEvent Event(JsonObject payload) =>
        new(payload["name"]!.GetValue<string>(), payload["correlationId"]?.GetValue<string>(), StoredValue.Read(payload["payload"]))
        {
            InstanceId = payload["instanceId"]?.GetValue<Guid>(),
        };
}
