using System.Globalization;

namespace CertWorkflows.Domain.Catalogue;

/// <summary>What is sold and at what price (BL-1 to BL-5), read from a file that an operator can replace.
/// Immutable.</summary>
public sealed class ProductCatalogue
{
    private static readonly Lazy<string> ShippedText = new(() => EmbeddedText.Read("catalogue.json"));

    internal ProductCatalogue(
        IReadOnlyList<CertificateProduct> certificates,
        IReadOnlyList<PackageProduct> packages,
        IReadOnlyList<ExtensionLot> extensionLots,
        HostingProduct hosting)
    {
        Certificates = certificates;
        Packages = packages;
        ExtensionLots = extensionLots;
        Hosting = hosting;
        Products = [.. certificates, .. packages, .. extensionLots, hosting];
    }

    /// <summary>The text of the catalogue file that ships with the product: sample certificate prices, and the prices
    /// of BL-2 to BL-4.</summary>
    public static string ShippedJson => ShippedText.Value;

    /// <summary>All that is sold, in the file's order.</summary>
    public IReadOnlyList<Product> Products { get; }

    /// <summary>The certificates, the free one among them.</summary>
    public IReadOnlyList<CertificateProduct> Certificates { get; }

    /// <summary>The one-click HTTPS packages.</summary>
    public IReadOnlyList<PackageProduct> Packages { get; }

    /// <summary>The lots of the extension service.</summary>
    public IReadOnlyList<ExtensionLot> ExtensionLots { get; }

    /// <summary>The hosting service.</summary>
    public HostingProduct Hosting { get; }

    /// <summary>Reads a catalogue file.</summary>
    /// <param name="json">The file's text.</param>
    /// <exception cref="DomainException"><c>invalid-catalogue</c>: the message lists every problem of the
    /// file.</exception>
    public static ProductCatalogue Load(string json) => CatalogueFile.Read(json);

    /// <summary>The catalogue that ships with the product.</summary>
    public static ProductCatalogue Shipped() => Load(ShippedJson);

    /// <summary>The price of a certificate (BL-1): <c>(first name + further names) × years</c>; 0 for the free DV
    /// product.</summary>
    /// <exception cref="DomainException"><c>unknown-product</c>: nothing sold fits; the message lists what is
    /// sold.</exception>
    public Money PriceOf(CertificateSpec spec)
    {
        var product = Certificates.FirstOrDefault(product => Fits(product, spec)) ?? throw Unknown(
            $"no certificate fits {Describe(spec)}", Certificates.Select(Describe));
        return (product.PricePerYear + (product.PricePerFurtherDomain * (spec.Domains - 1))) * spec.Years;
    }

    /// <summary>The price of a package for its one year (BL-2), without a certificate.</summary>
    /// <exception cref="DomainException"><c>unknown-product</c>: the edition is not sold.</exception>
    public Money PriceOf(PackageEdition edition) =>
        Packages.FirstOrDefault(package => package.Edition == edition)?.PricePerYear ?? throw Unknown(
            $"the edition {CamelCase.Of(edition)} is not sold",
            Packages.Select(package => CamelCase.Of(package.Edition)));

    /// <summary>The price of a lot of the extension service (BL-3).</summary>
    /// <param name="uses">The lot's size.</param>
    /// <exception cref="DomainException"><c>unknown-product</c>: there is no lot of that size.</exception>
    public Money PriceOfExtension(int uses) =>
        ExtensionLots.FirstOrDefault(lot => lot.Uses == uses)?.Price ?? throw Unknown(
            $"there is no lot of {Text(uses)} uses", ExtensionLots.Select(lot => Text(lot.Uses)));

    private static bool Fits(CertificateProduct product, CertificateSpec spec) =>
        string.Equals(product.Brand, spec.Brand, StringComparison.OrdinalIgnoreCase)
        && product.Validation == spec.Validation
        && product.Wildcard == spec.Wildcard
        && product.FreeDv == spec.FreeDv
        && spec.Domains >= 1
        && spec.Domains <= product.MaxDomains
        && product.Years.Contains(spec.Years);

    private static string Describe(CertificateSpec spec) =>
        $"{Kind(spec.Brand, spec.Validation, spec.Wildcard, spec.FreeDv)}, {Text(spec.Domains)} domain(s), "
        + $"{Text(spec.Years)} year(s)";

    private static string Describe(CertificateProduct product) =>
        $"{Kind(product.Brand, product.Validation, product.Wildcard, product.FreeDv)} "
        + $"(up to {Text(product.MaxDomains)} domain(s); years {string.Join("/", product.Years.Select(Text))})";

    private static string Kind(string brand, ValidationLevel validation, bool wildcard, bool freeDv) =>
        $"{brand} {validation}{(wildcard ? " wildcard" : string.Empty)}{(freeDv ? " free" : string.Empty)}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static DomainException Unknown(string found, IEnumerable<string> sold) =>
        new("unknown-product", $"Not in the catalogue: {found}. Sold are: {string.Join("; ", sold)}.");
}
