namespace CertWorkflows.Client;

/// <summary>A recorded order.</summary>
public sealed record OrderDto
{
    /// <summary>The order's id.</summary>
    public required string Id { get; init; }

    /// <summary>Who bought.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The applicant's company.</summary>
    public required string Company { get; init; }

    /// <summary>When payment completed (BL-7).</summary>
    public required DateTimeOffset PaidAt { get; init; }

    /// <summary>What was bought, with prices.</summary>
    public required IReadOnlyList<OrderLineDto> Lines { get; init; }

    /// <summary>The whole price.</summary>
    public required MoneyDto Total { get; init; }

    /// <summary>The part paid by voucher.</summary>
    public required MoneyDto Voucher { get; init; }

    /// <summary>The part paid in cash: total less voucher.</summary>
    public required MoneyDto Paid { get; init; }

    /// <summary>The certificates it created.</summary>
    public required IReadOnlyList<CertificateSummaryDto> Certificates { get; init; }

    /// <summary>The packages it created.</summary>
    public required IReadOnlyList<PackageSummaryDto> Packages { get; init; }

    /// <summary>The lots of credits it created (BL-3).</summary>
    public IReadOnlyList<CreditLotDto> CreditLots { get; init; } = [];

    /// <summary>The hosting it created, to be started for a certificate (BL-4).</summary>
    public IReadOnlyList<HostingDto> Hostings { get; init; } = [];
}

/// <summary>One thing bought, with its price.</summary>
public sealed record OrderLineDto
{
    /// <summary>The <see cref="ProductDto.Id"/>.</summary>
    public required string Product { get; init; }

    /// <summary>Packages: the edition.</summary>
    public string? Edition { get; init; }

    /// <summary>How many years; null for uses of the extension service and for hosting.</summary>
    public int? Years { get; init; }

    /// <summary>How many; of the extension service, uses.</summary>
    public required int Quantity { get; init; }

    /// <summary>The price of one.</summary>
    public required MoneyDto UnitPrice { get; init; }

    /// <summary>The price of all.</summary>
    public required MoneyDto Price { get; init; }

    /// <summary>Certificates: how many domains each holds.</summary>
    public int? Domains { get; init; }

    /// <summary>Packages and hosting: the certificate's product or id.</summary>
    public string? Certificate { get; init; }

    /// <summary>Codes of what to know: <c>certificate-not-included</c> (BL-2, BL-4).</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
