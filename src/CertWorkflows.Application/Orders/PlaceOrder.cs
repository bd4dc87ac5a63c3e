using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;

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
public sealed record OrderItem(string Product, int Years = 1, int Quantity = 1, int Domains = 1);

/// <summary>One priced line of an order.</summary>
public sealed record OrderLine(string Product, int Years, int Quantity, Money UnitPrice)
{
    public Money Price => UnitPrice * Quantity;
}

/// <summary>A recorded order and what it bought.</summary>
public sealed record PlacedOrder(Order Order, IReadOnlyList<OrderLine> Lines, IReadOnlyList<Certificate> Certificates);
