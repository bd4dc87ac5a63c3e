using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;

namespace CertWorkflows.Domain.Packages;

/// <summary>One package of a paid order.</summary>
/// <param name="Id">The new package's id.</param>
/// <param name="OrderId">The order that bought it.</param>
/// <param name="CustomerId">Who bought it.</param>
/// <param name="Company">The customer's company.</param>
/// <param name="Email">Where the customer gets mail.</param>
/// <param name="Mobile">Where the customer gets SMS; null when unknown.</param>
/// <param name="Edition">Basic, Professional or Enterprise.</param>
/// <param name="CertificateId">The certificate that it serves with; null for a third party's (BL-2).</param>
/// <param name="CertificateBundled">Whether that certificate was bought with it.</param>
/// <param name="PaidAt">When the payment completed (BL-7).</param>
/// <param name="Cash">The part of the price that was paid in money.</param>
/// <param name="Voucher">The part of the price that a voucher covered; never refunded.</param>
/// <param name="PaymentChannel">How the cash was paid.</param>
/// <param name="PaymentAccount">The account that paid.</param>
public sealed record PackagePurchase(
    PackageId Id,
    OrderId OrderId,
    CustomerId CustomerId,
    string Company,
    string Email,
    string? Mobile,
    PackageEdition Edition,
    CertificateId? CertificateId,
    bool CertificateBundled,
    DateTimeOffset PaidAt,
    Money Cash,
    Money Voucher,
    PaymentChannel PaymentChannel,
    string PaymentAccount);
