namespace CertWorkflows.Client;

/// <summary>A package with all there is to know.</summary>
public sealed record PackageDto : PackageSummaryDto
{
    /// <summary>The customer's company.</summary>
    public required string Company { get; init; }

    /// <summary>What was paid in cash, renewals among it; what a refund returns (PK-1).</summary>
    public required MoneyDto Paid { get; init; }

    /// <summary>What was paid by vouchers, which is never refunded.</summary>
    public required MoneyDto Voucher { get; init; }

    /// <summary>The latest case of refunding it; null where none was asked for.</summary>
    public string? RefundId { get; init; }

    /// <summary>What the caller may do now, and what forbids the rest.</summary>
    public required IReadOnlyList<PackageActionDto> Actions { get; init; }

    /// <summary>What happened, oldest first.</summary>
    public required IReadOnlyList<HistoryEntry> History { get; init; }

    /// <summary>The version for <c>If-Match</c>.</summary>
    public required long Version { get; init; }
}

/// <summary>Something that can be done with a package.</summary>
public sealed record PackageActionDto
{
    /// <summary>The action: <c>switchOver</c>, <c>switchBack</c>, <c>refund</c>, <c>renew</c>, <c>upgrade</c>, <c>delete</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the caller may do it now; a refund by ticket (PK-2).</summary>
    public required bool Permitted { get; init; }

    /// <summary>The rule that forbids it; null when permitted, or when the state alone forbids it.</summary>
    public string? Rule { get; init; }

    /// <summary>The code to switch on; null when permitted.</summary>
    public string? Code { get; init; }
}
