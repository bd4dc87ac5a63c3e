namespace CertWorkflows.Client;

/// <summary>What might be bought; nothing is stored.</summary>
public sealed record QuoteRequest
{
    /// <summary>The things; at least one.</summary>
    public required IReadOnlyList<OrderItemDto> Items { get; init; }

    /// <summary>The part of the price that a voucher would pay; nothing when left out.</summary>
    public MoneyDto? Voucher { get; init; }
}
