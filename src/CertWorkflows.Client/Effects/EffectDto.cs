namespace CertWorkflows.Client;

/// <summary>Something to be done outside: a payment, a mail, a call.</summary>
public sealed record EffectDto
{
    /// <summary>The effect's id.</summary>
    public required string Id { get; init; }

    /// <summary>What is done, such as <c>payment</c> or <c>mail</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public required EffectState State { get; init; }

    /// <summary>The key that keeps the other side from doing it twice.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>The instance that asked for it.</summary>
    public required string InstanceId { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it is tried next; null unless it waits.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>What the last attempt ran into.</summary>
    public string? LastError { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was over; null before.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>What the receiver calls it; null when it never said.</summary>
    public string? ExternalReference { get; init; }
}

/// <summary>Which effects are wanted.</summary>
public sealed record EffectListRequest : PageRequest
{
    /// <summary>Effects in one state; all when left out.</summary>
    public EffectState? State { get; init; }

    /// <summary>Effects of one kind; all when left out.</summary>
    public string? Kind { get; init; }

    /// <summary>Effects that one instance asked for.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Effects that have been tried without success and will be (true), or the others (false).</summary>
    public bool? Failing { get; init; }
}

/// <summary>A request to give up a parked effect.</summary>
public sealed record GiveUpEffectRequest
{
    /// <summary>Why; it goes into the audit trail.</summary>
    public required string Reason { get; init; }
}
