using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Expressions;

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
        Payload = new JsonObject
        {
            ["name"] = sent.Name,
            ["correlationId"] = sent.CorrelationId,
            ["instanceId"] = sent.InstanceId,
            ["payload"] = StoredValue.Write(sent.Payload),
        }.ToJsonString(),
        State = EffectState.AwaitingResult,
        ExternalReference = Queued,
        NextAttemptAt = now,
        CreatedAt = now,
    };

    public async Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        var payload = request.Payload;
        var sent = new PublishedEvent(
            payload["name"]!.GetValue<string>(), payload["correlationId"]?.GetValue<string>(), StoredValue.Read(payload["payload"]))
        {
            InstanceId = payload["instanceId"]?.GetValue<Guid>(),
            StartsTriggers = request.ExternalReference != Queued,
            IsKept = false,
        };
        var key = new IdempotentRequest(Caller.System.Name, request.IdempotencyKey, EffectKind);
        var (_, resumed) = await workflows.DeliverAsync(sent, Caller.System, key, cancellationToken);
        return resumed.Count > 0 || request.Now - request.FirstSentAt >= KeptFor
            ? new EffectOutcome.Succeeded(new JsonObject { ["resumed"] = resumed.Count })
            : new EffectOutcome.Accepted(Queued, OfferedEvery);
    }
}
