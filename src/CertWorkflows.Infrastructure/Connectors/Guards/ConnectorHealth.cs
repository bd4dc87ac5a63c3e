namespace CertWorkflows.Infrastructure.Connectors.Guards;

/// <summary>How a connector fares on this node since it started.</summary>
/// <param name="Mode">What it talks to, as <c>Connectors:*:Mode</c> says.</param>
/// <param name="Kinds">The kinds of effects that it sends, under one account.</param>
/// <param name="OpenUntil">While the circuit is open: when the receiver is tried again.</param>
/// <param name="Rate">Null when there is no limit.</param>
public sealed record ConnectorHealth(
    string Name,
    string Mode,
    IReadOnlyList<string> Kinds,
    ConnectorCircuit Circuit,
    DateTimeOffset? OpenUntil,
    ConnectorRate? Rate,
    ConnectorAttempts Attempts);

/// <summary>Whether a receiver that kept failing is left alone.</summary>
public enum ConnectorCircuit
{
    /// <summary>It has none: its receiver is this process, or another one each time.</summary>
    None,

    /// <summary>Attempts go through.</summary>
    Closed,

    /// <summary>Nothing is sent for a while.</summary>
    Open,

    /// <summary>One attempt is under way to see whether it is well again.</summary>
    HalfOpen,
}

/// <summary>How often a connector may ask.</summary>
/// <param name="Available">How many attempts may be made right now.</param>
public sealed record ConnectorRate(int Calls, TimeSpan Per, long Available);

/// <summary>What came of the attempts.</summary>
public sealed record ConnectorAttempts
{
    public long Succeeded { get; init; }

    public long Accepted { get; init; }

    public long Rejected { get; init; }

    public long Failed { get; init; }

    /// <summary>Not made: too many, or the receiver is left alone.</summary>
    public long Postponed { get; init; }

    /// <summary>When the receiver last gave an answer that was none of a failure.</summary>
    public DateTimeOffset? LastAnswerAt { get; init; }

    public DateTimeOffset? LastFailureAt { get; init; }

    public string? LastFailure { get; init; }
}
