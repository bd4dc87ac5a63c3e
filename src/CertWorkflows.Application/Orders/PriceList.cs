using System.Globalization;
using CertWorkflows.Application.Access;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Catalogue;

namespace CertWorkflows.Application.Orders;

/// <summary>What the things of an order or a question cost, line by line (BL-1 to BL-4).</summary>
public sealed class PriceList(ProductCatalogue catalogue)
{
    /// <summary>The most of one thing in a line.</summary>
    public const int MostOfOne = 200;

    /// <summary>Warning of BL-2 and BL-4: the price has no certificate in it.</summary>
    public const string CertificateNotIncluded = "certificate-not-included";

    private const int MostLines = 200;
    private const int MostYears = 10;
    private const int MostDomains = 250;

    /// <summary>Prices the items in their order; a certificate that a package is bought with follows it in a line of its own.</summary>
    /// <exception cref="InvalidInputException">A value is not possible, by the item's path.</exception>
    /// <exception cref="DomainException"><c>unknown-product</c>; <c>one-year-only</c> and <c>not-a-package-certificate</c> (BL-2).</exception>
    public IReadOnlyList<OrderLine> Price(IReadOnlyList<OrderItem> items)
    {
        if (items.Count is 0 or > MostLines)
        {
            throw new InvalidInputException("items", string.Create(CultureInfo.InvariantCulture, $"1 to {MostLines} are possible; found {items.Count}."));
        }

        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var lines = items.Select((item, index) => new Reader(catalogue, item, $"items[{index}]", errors)).ToList();
        foreach (var line in lines)
        {
            line.Check();
        }

        return errors.Count == 0 ? [.. lines.SelectMany(line => line.Lines())] : throw new InvalidInputException(errors);
    }

    /// <summary>What the lines cost together.</summary>
    /// <exception cref="DomainException"><c>voucher-exceeds-total</c>: the voucher is worth more.</exception>
    public static Money Total(IEnumerable<OrderLine> lines, Money voucher)
    {
        var total = lines.Aggregate(Money.Zero, (sum, line) => sum + line.Price);
        return voucher <= total
            ? total
            : throw new DomainException("voucher-exceeds-total", $"The voucher of {voucher} CNY is worth more than the order's {total} CNY.");
    }

    private sealed class Reader(ProductCatalogue catalogue, OrderItem item, string path, Dictionary<string, string[]> errors)
    {
        public void Check()
        {
            var family = Find();
            Range("years", item.Years, MostYears);
            Range("quantity", item.Quantity, family is ExtensionLot ? int.MaxValue : MostOfOne);
            Range("domains", item.Domains, MostDomains);
            Only(family is PackageProduct, "edition", item.Edition, "Only packages have editions.");
            Only(family is not (ExtensionLot or HostingProduct), "years", item.Years, "Uses of the extension service and hosting do not run out by years.");
            Only(family is CertificateProduct, "domains", item.Domains, "Only certificates are bought for a number of domains.");
            Only(
                family is PackageProduct or HostingProduct, "certificate", item.Certificate, "Only packages and hosting are bought for a certificate.");
            if (family is PackageProduct && Edition() is null)
            {
                Add("edition", $"One of {string.Join(", ", catalogue.Packages.Select(p => CamelCase.Of(p.Edition)))} is needed.");
            }

            if (family is ExtensionLot && item.Quantity is null)
            {
                Add("quantity", $"The lot's uses are needed: {string.Join(" or ", catalogue.ExtensionLots.Select(lot => Text(lot.Uses)))}.");
            }

            if (family is HostingProduct && item is { Certificate: not null, Quantity: > 1 })
            {
                Add("quantity", "A certificate is hosted once.");
            }

            if (family is HostingProduct && item.Certificate is { } certificate && !CertificateId.TryParse(certificate, out _))
            {
                Add("certificate", "The id of the certificate to host is needed.");
            }
        }

        public IEnumerable<OrderLine> Lines() => Find() switch
        {
            CertificateProduct product => [Certificate(product, item.Years ?? 1, item.Quantity ?? 1, item.Domains ?? 1, false)],
            PackageProduct => Package(),
            ExtensionLot => [Line(null, Lot(), new Money(catalogue.PriceOfExtension(Lot()).Amount / Lot())) with { IsLot = true }],
            HostingProduct hosting => [Line(null, item.Quantity ?? 1, hosting.PricePerCertificate, CertificateNotIncluded) with { IsHosting = true }],
            _ => throw Unknown(),
        };

        private IEnumerable<OrderLine> Package()
        {
            var product = catalogue.Packages.First(package => package.Edition == Edition());
            var line = Line(OneYear(), item.Quantity ?? 1, catalogue.PriceOf(product.Edition)) with { Edition = item.Edition };
            if (item.Certificate is null || CertificateId.TryParse(item.Certificate, out _))
            {
                return [line with { Warnings = [CertificateNotIncluded] }];
            }

            var fitting = catalogue.Certificates.Where(c =>
                c is { Validation: ValidationLevel.DV, Wildcard: true, FreeDv: false }
                && product.CertificateBrands.Contains(c.Brand, StringComparer.OrdinalIgnoreCase)).ToList();
            var bundled = fitting.Find(c => Products.IdOf(c) == item.Certificate) ?? throw new DomainException(
                "not-a-package-certificate",
                $"'{item.Certificate}' cannot be bought with a package; possible are {string.Join(", ", fitting.Select(Products.IdOf))}, "
                + "the id of an existing certificate, or none for a third party's.",
                "BL-2");
            return [line, Certificate(bundled, 1, item.Quantity ?? 1, 1, true)];
        }

        private OrderLine Certificate(CertificateProduct product, int years, int quantity, int domains, bool isBundled)
        {
            var spec = new CertificateSpec(product.Brand, product.Validation, product.Wildcard, domains, years, product.FreeDv);
            return new OrderLine(Products.IdOf(product), years, quantity, catalogue.PriceOf(spec))
            {
                Domains = domains,
                Spec = spec,
                IsBundled = isBundled,
            };
        }

        private OrderLine Line(int? years, int quantity, Money unitPrice, params IReadOnlyList<string> warnings) =>
            new(item.Product, years, quantity, unitPrice) { Certificate = item.Certificate, Warnings = warnings };

        private int Lot() => item.Quantity!.Value;

        private int OneYear() => item.Years is null or 1
            ? 1
            : throw new DomainException("one-year-only", $"'{item.Product}' is bought for exactly 1 year; found {Text(item.Years.Value)}.", "BL-2");

        private PackageEdition? Edition() =>
            catalogue.Packages.FirstOrDefault(package => CamelCase.Of(package.Edition) == item.Edition)?.Edition;

        private Product? Find() => catalogue.Products.FirstOrDefault(product => Products.IdOf(product) == item.Product);

        private DomainException Unknown() => new(
            "unknown-product",
            $"Not in the catalogue: '{item.Product}'. Sold are: {string.Join(", ", catalogue.Products.Select(Products.IdOf).Distinct())}.");

        private void Only(bool fits, string member, object? value, string message)
        {
            if (!fits && value is not null && Find() is not null)
            {
                Add(member, message);
            }
        }

        private void Range(string member, int? number, int most)
        {
            if (number < 1 || number > most)
            {
                Add(member, $"1 to {Text(most)} is possible.");
            }
        }

        private void Add(string member, string message) => errors[$"{path}.{member}"] = [message];

        private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
