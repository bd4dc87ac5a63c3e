using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;

namespace CertWorkflows.Application.Renewals;

/// <summary>What a customer wants renewed; what is left out is as it was.</summary>
/// <param name="Product">See <see cref="Orders.Products.IdOf(Domain.Catalogue.Product)"/>; another one is a new purchase (RN-4).</param>
/// <param name="DomainCount">How many names are bought; the old number, or as many as <paramref name="Domains"/> has.</param>
/// <param name="Domains">The names to certify.</param>
/// <param name="Company">The applicant company.</param>
/// <param name="Csr">The signing request in PEM.</param>
/// <param name="Host">Where to look whether the new certificate is served; the first name when null.</param>
/// <param name="Payment">How it is paid; as the old one when null.</param>
public sealed record RenewalWish(
    CertificateId CertificateId,
    int TermYears,
    string? Product = null,
    int? DomainCount = null,
    IReadOnlyList<string>? Domains = null,
    string? Company = null,
    string? Csr = null,
    string? Host = null,
    int Port = 443,
    (PaymentChannel Channel, string Account)? Payment = null,
    Money Voucher = default);
