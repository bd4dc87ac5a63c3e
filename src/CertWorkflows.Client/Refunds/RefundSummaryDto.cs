namespace CertWorkflows.Client;

/// <summary>A refund case as a list shows it.</summary>
public record RefundSummaryDto
{
    /// <summary>The case's id.</summary>
    public required string Id { get; init; }

    /// <summary>The certificate to give back.</summary>
    public required string CertificateId { get; init; }

    /// <summary>Whose certificate it is.</summary>
    public required string CustomerId { get; init; }

    /// <summary>Where the case stands.</summary>
    public required RefundState State { get; init; }

    /// <summary>What the rules said when it was asked for.</summary>
    public required RefundOutcome Outcome { get; init; }

    /// <summary>The id of the rule that decided, such as <c>RF-8</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>Why the customer wants the money back.</summary>
    public required RefundReason Reason { get; init; }

    /// <summary>What goes back (RF-20).</summary>
    public required MoneyDto Refund { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The limit of RF-22; null without a manual review.</summary>
    public DateTimeOffset? DecideBy { get; init; }

    /// <summary>Whether the limit passed without a decision.</summary>
    public bool Overdue { get; init; }

    /// <summary>When the case reached its last state; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The reason of a refusal, for the customer (RF-28).</summary>
    public string? DecisionReason { get; init; }
}
