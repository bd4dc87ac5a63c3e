namespace CertWorkflows.Client;

/// <summary>One move of a case or a certificate from a state to another.</summary>
public sealed record HistoryEntry
{
    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who or what did it: a username, or <c>system</c>.</summary>
    public required string By { get; init; }

    /// <summary>The state before; null for the first entry.</summary>
    public string? From { get; init; }

    /// <summary>The state after.</summary>
    public required string To { get; init; }

    /// <summary>The trigger that was fired, in camelCase.</summary>
    public string? Trigger { get; init; }

    /// <summary>The reason, in words or as a rule's id; null when the trigger says it all.</summary>
    public string? Why { get; init; }
}
