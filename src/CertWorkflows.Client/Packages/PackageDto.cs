namespace CertWorkflows.Client;

/// <summary>A package with all there is to know.</summary>
public sealed record PackageDto : PackageSummaryDto
{
    /// <summary>The customer's company.</summary>
    public required string Company { get; init; }

    /// <summary>The cash part of the price.</summary>
    public required MoneyDto Paid { get; init; }

    /// <summary>The voucher part of the price, which is never refunded.</summary>
    public required MoneyDto Voucher { get; init; }

    /// <summary>What happened, oldest first.</summary>
    public required IReadOnlyList<HistoryEntry> History { get; init; }

    /// <summary>The version for <c>If-Match</c>.</summary>
    public required long Version { get; init; }
}
