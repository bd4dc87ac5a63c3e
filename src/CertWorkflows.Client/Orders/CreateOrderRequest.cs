namespace CertWorkflows.Client;

/// <summary>A paid order to record.</summary>
public sealed record CreateOrderRequest
{
    /// <summary>Who bought.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The applicant's company.</summary>
    public required string Company { get; init; }

    /// <summary>Where notices go.</summary>
    public required string Email { get; init; }

    /// <summary>Where short messages go.</summary>
    public string? Mobile { get; init; }

    /// <summary>How it was paid.</summary>
    public required PaymentDto Payment { get; init; }

    /// <summary>What was bought; at least one.</summary>
    public required IReadOnlyList<OrderItemDto> Items { get; init; }

    /// <summary>The part of the price paid by voucher, which is never refunded (RF-20); nothing when left out.</summary>
    public MoneyDto? Voucher { get; init; }
}

/// <summary>One thing to buy.</summary>
public sealed record OrderItemDto
{
    /// <summary>The <see cref="ProductDto.Id"/>.</summary>
    public required string Product { get; init; }

    /// <summary>Packages: the edition.</summary>
    public string? Edition { get; init; }

    /// <summary>How many years; 1 when left out.</summary>
    public int? Years { get; init; }

    /// <summary>How many; 1 when left out. Extension service: the lot's uses (BL-3), which must be given.</summary>
    public int? Quantity { get; init; }

    /// <summary>Certificates: how many domains each covers; 1 when left out.</summary>
    public int? Domains { get; init; }

    /// <summary>Packages: the certificate product bought with it, or an existing certificate's id; a third party's when left
    /// out (BL-2). Hosting: the certificate's id.</summary>
    public string? Certificate { get; init; }
}
