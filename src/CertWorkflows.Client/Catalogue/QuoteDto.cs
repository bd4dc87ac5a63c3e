namespace CertWorkflows.Client;

/// <summary>What it would cost.</summary>
public sealed record QuoteDto
{
    /// <summary>Each thing with its price; a certificate that is bought inside a package has a line of its own.</summary>
    public required IReadOnlyList<OrderLineDto> Lines { get; init; }

    /// <summary>The whole price.</summary>
    public required MoneyDto Total { get; init; }

    /// <summary>The part that the voucher pays.</summary>
    public required MoneyDto Voucher { get; init; }

    /// <summary>What is paid before anything is delivered (BL-5): total less voucher.</summary>
    public required MoneyDto Paid { get; init; }
}
