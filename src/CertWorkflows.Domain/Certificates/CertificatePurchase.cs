using CertWorkflows.Domain.Catalogue;

namespace CertWorkflows.Domain.Certificates;

/// <summary>One certificate of a paid order.</summary>
/// <param name="Id">The new certificate's id.</param>
/// <param name="OrderId">The order that bought it.</param>
/// <param name="CustomerId">Who bought it.</param>
/// <param name="Company">The customer's company.</param>
/// <param name="Email">Where the customer gets mail.</param>
/// <param name="Mobile">Where the customer gets SMS; null when unknown.</param>
/// <param name="Spec">What was bought.</param>
/// <param name="PackageId">The package that it is bundled in; null when it was bought by itself.</param>
/// <param name="PaidAt">When the payment completed, which is the order time (BL-7).</param>
/// <param name="Cash">The part of the price that was paid in money.</param>
/// <param name="Voucher">The part of the price that a voucher covered; never refunded.</param>
/// <param name="PaymentChannel">How the cash was paid.</param>
/// <param name="PaymentAccount">The account that paid.</param>
/// <param name="CreditLotId">The lot whose credit bought it (BL-3); null when money did, or nothing was to pay.</param>
public sealed record CertificatePurchase(
    CertificateId Id,
    OrderId OrderId,
    CustomerId CustomerId,
    string Company,
    string Email,
    string? Mobile,
    CertificateSpec Spec,
    PackageId? PackageId,
    DateTimeOffset PaidAt,
    Money Cash,
    Money Voucher,
    PaymentChannel PaymentChannel,
    string PaymentAccount,
    CreditLotId? CreditLotId = null);
