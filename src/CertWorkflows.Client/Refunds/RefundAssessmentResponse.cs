namespace CertWorkflows.Client;

/// <summary>What the rules say to the facts.</summary>
public sealed record RefundAssessmentResponse
{
    /// <summary>Whether and how the money goes back.</summary>
    public required RefundOutcome Outcome { get; init; }

    /// <summary>The id of the rule that decided, such as <c>RF-8</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>The rule's code, such as <c>manual-review</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What goes back; null when refused.</summary>
    public MoneyDto? Refund { get; init; }

    /// <summary>Codes of warnings, such as <c>may-not-finish-before-expiry</c> (RF-23).</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>With <see cref="RefundOutcome.Manual"/>: the limit of RF-22.</summary>
    public DateTimeOffset? DecideBy { get; init; }

    /// <summary>The decision in words.</summary>
    public required string Message { get; init; }
}
