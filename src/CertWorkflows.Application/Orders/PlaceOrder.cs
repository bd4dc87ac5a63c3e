using CertWorkflows.Domain;
using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Credits;
using CertWorkflows.Domain.Hostings;
using CertWorkflows.Domain.Packages;

namespace CertWorkflows.Application.Orders;

/// <summary>A paid order to record (BL-5).</summary>
/// <param name="PaidAt">When payment completed, which is the order's time (BL-7); null for now.</param>
public sealed record PlaceOrder(
    CustomerId CustomerId,
    string Company,
    string Email,
    string? Mobile,
    PaymentChannel PaymentChannel,
    string PaymentAccount,
    IReadOnlyList<OrderItem> Items,
    Money Voucher,
    DateTimeOffset? PaidAt = null);

/// <summary>One thing to buy; what is left out has the product's usual value, if it has one.</summary>
/// <param name="Product">See <see cref="Products.IdOf(Domain.Catalogue.Product)"/>.</param>
/// <param name="Domains">How many names each certificate holds.</param>
/// <param name="Edition">Of a package.</param>
/// <param name="Certificate">The product or the id of the certificate that a package or hosting is for.</param>
public sealed record OrderItem(
    string Product,
    int? Years = null,
    int? Quantity = null,
    int? Domains = null,
    string? Edition = null,
    string? Certificate = null);

/// <summary>One priced line of an order.</summary>
/// <param name="Years">Null where nothing runs out by years.</param>
public sealed record OrderLine(string Product, int? Years, int Quantity, Money UnitPrice)
{
    public Money Price => UnitPrice * Quantity;

    public string? Edition { get; init; }

    public int? Domains { get; init; }

    public string? Certificate { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether it is a lot of credits, whose uses are the quantity (BL-3).</summary>
    public bool IsLot { get; init; }

    /// <summary>Whether it is hosting (BL-4).</summary>
    public bool IsHosting { get; init; }

    /// <summary>What each certificate of the line is; null for other things.</summary>
    public CertificateSpec? Spec { get; init; }

    /// <summary>Whether the certificate is bought inside the package of the line before.</summary>
    public bool IsBundled { get; init; }
}

/// <summary>A recorded order and what it bought.</summary>
public sealed record PlacedOrder(
    Order Order, IReadOnlyList<OrderLine> Lines, IReadOnlyList<Certificate> Certificates, IReadOnlyList<Package> Packages)
{
    public IReadOnlyList<CreditLot> CreditLots { get; init; } = [];

    public IReadOnlyList<Hosting> Hostings { get; init; } = [];
}
