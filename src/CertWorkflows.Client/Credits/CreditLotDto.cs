namespace CertWorkflows.Client;

/// <summary>Uses of the extension service that were bought together (BL-3). Prepaid; no rule refunds them.</summary>
public sealed record CreditLotDto
{
    /// <summary>The lot's id.</summary>
    public required string Id { get; init; }

    /// <summary>The order that bought it.</summary>
    public required string OrderId { get; init; }

    /// <summary>Whose it is.</summary>
    public required string CustomerId { get; init; }

    /// <summary>When payment completed; the oldest lot is spent first.</summary>
    public required DateTimeOffset PaidAt { get; init; }

    /// <summary>How many credits were bought.</summary>
    public required int Bought { get; init; }

    /// <summary>How many are spent.</summary>
    public required int Spent { get; init; }

    /// <summary>How many are left.</summary>
    public required int Left { get; init; }

    /// <summary>The cash part of the price.</summary>
    public required MoneyDto Paid { get; init; }

    /// <summary>The voucher part of the price.</summary>
    public required MoneyDto Voucher { get; init; }
}
