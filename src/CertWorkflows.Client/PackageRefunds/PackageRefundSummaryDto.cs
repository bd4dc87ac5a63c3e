namespace CertWorkflows.Client;

/// <summary>A package's refund as a list shows it.</summary>
public record PackageRefundSummaryDto
{
    /// <summary>The case's id.</summary>
    public required string Id { get; init; }

    /// <summary>The package whose cash is asked back.</summary>
    public required string PackageId { get; init; }

    /// <summary>Whose package it is.</summary>
    public required string CustomerId { get; init; }

    /// <summary>Where the case stands.</summary>
    public required PackageRefundState State { get; init; }

    /// <summary>The rule that it rests on: PK-4, PK-5 or PK-6.</summary>
    public required string Rule { get; init; }

    /// <summary>The ticket that asked (PK-2).</summary>
    public required string Ticket { get; init; }

    /// <summary>What goes back for the package (PK-1).</summary>
    public required MoneyDto Refund { get; init; }

    /// <summary>The certificate bought with the package; null without one.</summary>
    public string? CertificateId { get; init; }

    /// <summary>When the ticket asked.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Until when it must be paid (PK-1); null while something is waited for.</summary>
    public DateTimeOffset? PayBy { get; init; }

    /// <summary>Whether it should have been paid by now.</summary>
    public bool Overdue { get; init; }

    /// <summary>When the case reached its last state; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Why it was decided or closed as it was.</summary>
    public string? DecisionReason { get; init; }
}
