namespace CertWorkflows.Client;

/// <summary>A connector to the outside world, as the node that answers has seen it since it started.</summary>
public sealed record ConnectorDto
{
    /// <summary>Which one: <c>payments</c>, <c>mail</c>, <c>sms</c>, <c>ca</c>, <c>tls-probe</c>, <c>http</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it talks to, such as <c>sandbox</c> or <c>acme</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>The kinds of effects that it sends, under one account.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>Whether its receiver is left alone because it kept failing.</summary>
    public required ConnectorCircuit Circuit { get; init; }

    /// <summary>While the circuit is open: when the receiver is tried again.</summary>
    public DateTimeOffset? OpenUntil { get; init; }

    /// <summary>How often it may ask; null without a limit.</summary>
    public ConnectorRateDto? Rate { get; init; }

    /// <summary>Attempts that did what was wanted.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Attempts whose result comes later.</summary>
    public required long Accepted { get; init; }

    /// <summary>Attempts that were refused for good.</summary>
    public required long Rejected { get; init; }

    /// <summary>Attempts that failed and may pass.</summary>
    public required long Failed { get; init; }

    /// <summary>Not made, because of the rate or of the circuit; these do not count as attempts of their effects.</summary>
    public required long Postponed { get; init; }

    /// <summary>When the receiver last gave an answer other than a failure.</summary>
    public DateTimeOffset? LastAnswerAt { get; init; }

    /// <summary>When an attempt last failed.</summary>
    public DateTimeOffset? LastFailureAt { get; init; }

    /// <summary>What that one ran into.</summary>
    public string? LastFailure { get; init; }
}

/// <summary>How often a connector may ask.</summary>
public sealed record ConnectorRateDto
{
    /// <summary>Attempts in each <see cref="PerSeconds"/>.</summary>
    public required int Calls { get; init; }

    /// <summary>The time that <see cref="Calls"/> are for.</summary>
    public required int PerSeconds { get; init; }

    /// <summary>How many may be made right now.</summary>
    public required long Available { get; init; }
}
