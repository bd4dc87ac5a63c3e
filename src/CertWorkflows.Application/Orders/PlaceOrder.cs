using CertWorkflows.Domain;
using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;
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

/// <summary>One thing to buy.</summary>
/// <param name="Product">See <see cref="Products.IdOf(Domain.Catalogue.Product)"/>.</param>
/// <param name="Domains">How many names each certificate holds.</param>
/// <param name="Edition">Packages: the edition.</param>
/// <param name="Certificate">Packages: the certificate product bought with it, or the id of one that the customer has; null for a
/// third party's (BL-2).</param>
public sealed record OrderItem(
    string Product, int Years = 1, int Quantity = 1, int Domains = 1, PackageEdition? Edition = null, string? Certificate = null);

/// <summary>One priced line of an order.</summary>
public sealed record OrderLine(string Product, int Years, int Quantity, Money UnitPrice)
{
    public Money Price => UnitPrice * Quantity;
}

/// <summary>A recorded order and what it bought.</summary>
public sealed record PlacedOrder(
    Order Order, IReadOnlyList<OrderLine> Lines, IReadOnlyList<Certificate> Certificates, IReadOnlyList<Package> Packages);
