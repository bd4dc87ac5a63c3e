namespace CertWorkflows.Domain.Catalogue;

/// <summary>A kind of thing that is sold. The family is closed: the products of the catalogue.</summary>
/// <param name="Name">The product's name, for people.</param>
public abstract record Product(string Name);

/// <summary>A certificate of one brand and kind, at the price of BL-1.</summary>
/// <param name="Name">The product's name, for people.</param>
/// <param name="Brand">The root CA's brand.</param>
/// <param name="Validation">The validation level.</param>
/// <param name="Wildcard">Whether it is a wildcard product.</param>
/// <param name="FreeDv">Whether it is the free DV product.</param>
/// <param name="MaxDomains">The most names that one certificate may hold.</param>
/// <param name="Years">The numbers of years that can be bought, in order.</param>
/// <param name="PricePerYear">The price of one name for one year.</param>
/// <param name="PricePerFurtherDomain">The price of each name after the first, for one year.</param>
public sealed record CertificateProduct(
    string Name,
    string Brand,
    ValidationLevel Validation,
    bool Wildcard,
    bool FreeDv,
    int MaxDomains,
    IReadOnlyList<int> Years,
    Money PricePerYear,
    Money PricePerFurtherDomain) : Product(Name);

/// <summary>A one-click HTTPS package, bought for exactly one year (BL-2); the price excludes the
/// certificate.</summary>
/// <param name="Name">The product's name, for people.</param>
/// <param name="Edition">The edition.</param>
/// <param name="QpsPerDay">The queries a second that it serves, as the price list counts them.</param>
/// <param name="PricePerYear">The price of its year.</param>
/// <param name="CertificateBrands">Brands whose DV wildcard certificate may be bought inside it; an existing
/// certificate always may be used.</param>
public sealed record PackageProduct(
    string Name,
    PackageEdition Edition,
    int QpsPerDay,
    Money PricePerYear,
    IReadOnlyList<string> CertificateBrands) : Product(Name);

/// <summary>A lot of uses of the extension service (BL-3); each use issues one free DV certificate through the
/// API.</summary>
/// <param name="Name">The product's name, for people.</param>
/// <param name="Uses">How many uses the lot has.</param>
/// <param name="Price">The price of the whole lot.</param>
public sealed record ExtensionLot(string Name, int Uses, Money Price) : Product(Name);

/// <summary>The hosting service (BL-4): automatic replacement of an expiring certificate, which is not
/// included.</summary>
/// <param name="Name">The product's name, for people.</param>
/// <param name="PricePerCertificate">The price for one certificate.</param>
public sealed record HostingProduct(string Name, Money PricePerCertificate) : Product(Name);
