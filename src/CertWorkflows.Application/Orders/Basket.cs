using CertWorkflows.Domain;
using CertWorkflows.Domain.Catalogue;

namespace CertWorkflows.Application.Orders;

/// <summary>What an order's items come to: its lines, and each certificate and package that they buy.</summary>
internal sealed record Basket(IReadOnlyList<OrderLine> Lines, IReadOnlyList<BasketUnit> Units)
{
    /// <exception cref="DomainException">An item is not sold, or not sold so.</exception>
    public static Basket Of(IReadOnlyList<OrderItem> items, ProductCatalogue catalogue, Func<Guid> newId)
    {
        var (lines, units) = (new List<OrderLine>(), new List<BasketUnit>());
        foreach (var item in items)
        {
            var (itemLines, unitsOfOne) = item.Product == Products.Package ? PackageOf(item, catalogue, newId) : CertificateOf(item, catalogue, newId);
            lines.AddRange(itemLines);
            units.AddRange(Enumerable.Range(0, item.Quantity).SelectMany(_ => unitsOfOne()));
        }

        return new Basket(lines, units);
    }

    private static (IReadOnlyList<OrderLine> Lines, Func<IReadOnlyList<BasketUnit>> One) CertificateOf(
        OrderItem item, ProductCatalogue catalogue, Func<Guid> newId)
    {
        var product = Find(item.Product, catalogue);
        var spec = new CertificateSpec(product.Brand, product.Validation, product.Wildcard, item.Domains, item.Years, product.FreeDv);
        var price = catalogue.PriceOf(spec);
        return (
            [new OrderLine(item.Product, item.Years, item.Quantity, price)],
            () => [new BasketUnit(price, spec, null, new CertificateId(newId()), null)]);
    }

    private static (IReadOnlyList<OrderLine> Lines, Func<IReadOnlyList<BasketUnit>> One) PackageOf(
        OrderItem item, ProductCatalogue catalogue, Func<Guid> newId)
    {
        var edition = item.Edition ?? throw new DomainException("invalid-edition", "A package is bought in an edition.");
        if (item.Years != Domain.Packages.Package.TermYears)
        {
            throw new DomainException("unknown-product", $"A package is bought for exactly 1 year; found {item.Years}.", "BL-2");
        }

        var line = new OrderLine(item.Product, item.Years, item.Quantity, catalogue.PriceOf(edition));
        if (item.Certificate is null || CertificateId.TryParse(item.Certificate, out _))
        {
            CertificateId? existing = item.Certificate is null ? null : CertificateId.Parse(item.Certificate);
            return ([line], () => [new BasketUnit(line.UnitPrice, null, edition, existing, new PackageId(newId()))]);
        }

        var spec = BundledSpec(item.Certificate, edition, catalogue);
        var bundled = new OrderLine(item.Certificate, spec.Years, item.Quantity, catalogue.PriceOf(spec));
        return (
            [line, bundled],
            () =>
            {
                var (package, certificate) = (new PackageId(newId()), new CertificateId(newId()));
                return
                [
                    new BasketUnit(line.UnitPrice, null, edition, certificate, package, true),
                    new BasketUnit(bundled.UnitPrice, spec, null, certificate, package),
                ];
            });
    }

    private static CertificateSpec BundledSpec(string id, PackageEdition edition, ProductCatalogue catalogue)
    {
        var offered = catalogue.Certificates
            .Where(c => c is { Validation: ValidationLevel.DV, Wildcard: true, FreeDv: false }
                && catalogue.Packages.First(p => p.Edition == edition).CertificateBrands.Contains(c.Brand))
            .ToList();
        var product = offered.Find(c => Products.IdOf(c) == id) ?? throw new DomainException(
            "not-bundled",
            $"'{id}' is not bought inside a package; these are: {string.Join(", ", offered.Select(Products.IdOf))}, or the id of a certificate that the customer has.",
            "BL-2");
        return new CertificateSpec(product.Brand, product.Validation, product.Wildcard, 1, Domain.Packages.Package.TermYears, false);
    }

    private static CertificateProduct Find(string id, ProductCatalogue catalogue)
    {
        if (catalogue.Certificates.FirstOrDefault(p => Products.IdOf(p) == id) is { } product)
        {
            return product;
        }

        var sold = string.Join(", ", catalogue.Certificates.Select(Products.IdOf).Append(Products.Package));
        throw catalogue.Products.Any(p => Products.IdOf(p) == id)
            ? new DomainException("not-sold-here", $"'{id}' cannot be ordered through this API yet; these can: {sold}.")
            : new DomainException("unknown-product", $"Not in the catalogue: '{id}'. Sold are: {sold}.");
    }
}

/// <summary>One certificate or package of an order, with its price.</summary>
/// <param name="Spec">What is certified; null for a package.</param>
/// <param name="Edition">The package's edition; null for a certificate.</param>
/// <param name="CertificateId">The certificate's id; of a package the one that it serves with.</param>
/// <param name="PackageId">The package's id; of a certificate the one that it is bundled in.</param>
/// <param name="Bundled">Of a package: whether its certificate is bought with it.</param>
internal sealed record BasketUnit(
    Money Price, CertificateSpec? Spec, PackageEdition? Edition, CertificateId? CertificateId, PackageId? PackageId, bool Bundled = false);
