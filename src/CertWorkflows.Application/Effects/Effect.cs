namespace CertWorkflows.Application.Effects;

/// <summary>
/// Something to do in the outside world (pay, mail, call the CA): written in the turn that wants it, sent after the
/// commit with a stable idempotency key, its result resuming the workflow in another turn.
/// </summary>
public sealed class Effect
{
    public Guid Id { get; init; }

    public Guid InstanceId { get; init; }

    /// <summary>The bookmark that its result resumes; null when the workflow does not wait for it.</summary>
    public Guid? BookmarkId { get; set; }

    /// <summary>Which connector sends it: <c>payment</c>, <c>mail</c>, <c>sms</c>, <c>ca-issue</c>, <c>ca-revoke</c>, <c>tls-probe</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The same for every attempt, so that a repeated sending is recognised by the receiver.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>JSON object for the connector.</summary>
    public required string Payload { get; init; }

    public EffectState State { get; set; }

    public int Attempts { get; set; }

    /// <summary>Null when there is nothing to attempt (done, failed, parked, cancelled).</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    public DateTimeOffset? ClaimedUntil { get; set; }

    /// <summary>What the receiver calls it, for callbacks and people.</summary>
    public string? ExternalReference { get; set; }

    /// <summary>JSON result once it is done.</summary>
    public string? Result { get; set; }

    public string? LastError { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>Concurrency token.</summary>
    public long Version { get; set; }
}
