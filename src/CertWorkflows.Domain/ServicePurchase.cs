using CertWorkflows.Domain.Certificates;

namespace CertWorkflows.Domain;

/// <summary>How a service of a paid order was bought: a lot of credits, or hosting.</summary>
/// <param name="OrderId">The order that bought it.</param>
/// <param name="CustomerId">Who bought it.</param>
/// <param name="Company">The customer's company.</param>
/// <param name="Email">Where the customer gets mail.</param>
/// <param name="Mobile">Where the customer gets SMS; null when unknown.</param>
/// <param name="PaidAt">When the payment completed (BL-7).</param>
/// <param name="Cash">The part of the price that was paid in money.</param>
/// <param name="Voucher">The part of the price that a voucher covered.</param>
/// <param name="PaymentChannel">How the cash was paid.</param>
/// <param name="PaymentAccount">The account that paid.</param>
public sealed record ServicePurchase(
    OrderId OrderId,
    CustomerId CustomerId,
    string Company,
    string Email,
    string? Mobile,
    DateTimeOffset PaidAt,
    Money Cash,
    Money Voucher,
    PaymentChannel PaymentChannel,
    string PaymentAccount)
{
    /// <summary>Checks that nothing is missing.</summary>
    /// <exception cref="DomainException"><c>invalid-purchase</c>: the message lists what is missing.</exception>
    internal void EnsureComplete()
    {
        (string Text, string What)[] needed =
            [(Company, "the company"), (Email, "the e-mail address"), (PaymentAccount, "the paying account")];
        var missing = needed.Where(one => string.IsNullOrWhiteSpace(one.Text)).Select(one => one.What).ToList();
        if (missing.Count > 0)
        {
            throw new DomainException(
                "invalid-purchase", $"The purchase cannot be recorded without {string.Join(", ", missing)}.");
        }
    }
}
