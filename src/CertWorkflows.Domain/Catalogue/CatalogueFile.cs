namespace CertWorkflows.Domain.Catalogue;

/// <summary>The catalogue file as written, and its check. Prices are text, so that 958.12 is never a binary
/// fraction.</summary>
internal sealed record CatalogueFile(
    string? Note,
    IReadOnlyList<CatalogueFile.CertificateEntry?>? Certificates,
    IReadOnlyList<CatalogueFile.PackageEntry?>? Packages,
    CatalogueFile.ExtensionEntry? Extension,
    CatalogueFile.HostingEntry? Hosting)
{
    private const string Code = "invalid-catalogue";
    private const string What = "catalogue file";

    public static ProductCatalogue Read(string json)
    {
        var file = StrictJson.Read<CatalogueFile>(json, Code, What);
        var check = new Check();
        var certificates = (file.Certificates ?? []).OfType<CertificateEntry>().Select(check.Certificate).ToArray();
        var packages = (file.Packages ?? []).OfType<PackageEntry>().Select(check.Package).ToArray();
        var lots = check.Lots(file.Extension);
        var hosting = check.Hosting(file.Hosting);
        check.Need(file.Certificates is { Count: > 0 }, "certificates is missing or empty");
        check.Need(file.Packages is not null, "packages is missing");
        check.Need(file.Certificates?.Contains(null) != true, "certificates has an entry that is null");
        check.Need(file.Packages?.Contains(null) != true, "packages has an entry that is null");
        check.Once(
            certificates.Select(one => (one.Brand.ToUpperInvariant(), one.Validation, one.Wildcard, one.FreeDv)),
            "certificate");
        check.Once(packages.Select(one => one.Edition), "package edition");
        check.Once(lots.Select(one => one.Uses), "extension lot");
        StrictJson.RefuseAny(check.Problems, Code, What);
        return new ProductCatalogue(certificates, packages, lots, hosting);
    }

    internal sealed record CertificateEntry(
        string? Name,
        string? Brand,
        ValidationLevel? Validation,
        bool Wildcard,
        bool FreeDv,
        int? MaxDomains,
        IReadOnlyList<int>? Years,
        string? PricePerYear,
        string? PricePerFurtherDomain);

    internal sealed record PackageEntry(
        string? Name,
        PackageEdition? Edition,
        int? QpsPerDay,
        string? PricePerYear,
        IReadOnlyList<string>? CertificateBrands);

    internal sealed record ExtensionEntry(string? Name, string? PricePerUse, IReadOnlyList<int>? Lots);

    internal sealed record HostingEntry(string? Name, string? PricePerCertificate);

    private sealed class Check
    {
        public List<string> Problems { get; } = [];

        public CertificateProduct Certificate(CertificateEntry entry, int index)
        {
            var path = $"certificates[{index}]";
            Need(!string.IsNullOrWhiteSpace(entry.Brand), $"{path}.brand is missing");
            Need(entry.Validation is not null, $"{path}.validation is missing");
            Need(entry.MaxDomains is null or (>= 1 and <= 250), $"{path}.maxDomains must be 1 to 250");
            Need(
                entry.Years is { Count: > 0 } && entry.Years.All(year => year is >= 1 and <= 10),
                $"{path}.years must be numbers from 1 to 10");
            var price = Price(entry.PricePerYear, $"{path}.pricePerYear");
            var further = Price(entry.PricePerFurtherDomain ?? "0", $"{path}.pricePerFurtherDomain");
            Need(
                !entry.FreeDv || (entry.Validation == ValidationLevel.DV && price + further == Money.Zero),
                $"{path} is free DV, so it must be DV at price 0");
            return new CertificateProduct(
                Name(entry.Name, path),
                entry.Brand ?? string.Empty,
                entry.Validation ?? ValidationLevel.DV,
                entry.Wildcard,
                entry.FreeDv,
                entry.MaxDomains ?? 1,
                [.. (entry.Years ?? []).Distinct().Order()],
                price,
                further);
        }

        public PackageProduct Package(PackageEntry entry, int index)
        {
            var path = $"packages[{index}]";
            Need(entry.Edition is not null, $"{path}.edition is missing");
            Need(entry.QpsPerDay is >= 1, $"{path}.qpsPerDay must be 1 or more");
            return new PackageProduct(
                Name(entry.Name, path),
                entry.Edition ?? PackageEdition.Basic,
                entry.QpsPerDay ?? 1,
                Price(entry.PricePerYear, $"{path}.pricePerYear"),
                entry.CertificateBrands ?? []);
        }

        public IReadOnlyList<ExtensionLot> Lots(ExtensionEntry? entry)
        {
            Need(entry is not null, "extension is missing");
            if (entry is null)
            {
                return [];
            }

            var name = Name(entry.Name, "extension");
            var price = Price(entry.PricePerUse, "extension.pricePerUse");
            Need(
                entry.Lots is { Count: > 0 } && entry.Lots.All(uses => uses is >= 1 and <= 100_000),
                "extension.lots must be numbers from 1 to 100000");
            return
            [
                .. (entry.Lots ?? [])
                    .Where(uses => uses is >= 1 and <= 100_000)
                    .Select(uses => new ExtensionLot(name, uses, price * uses)),
            ];
        }

        public HostingProduct Hosting(HostingEntry? entry)
        {
            Need(entry is not null, "hosting is missing");
            return entry is null
                ? new HostingProduct(string.Empty, Money.Zero)
                : new HostingProduct(
                    Name(entry.Name, "hosting"), Price(entry.PricePerCertificate, "hosting.pricePerCertificate"));
        }

        public void Once<T>(IEnumerable<T> keys, string what)
        {
            foreach (var key in keys.GroupBy(key => key).Where(group => group.Count() > 1).Select(group => group.Key))
            {
                Problems.Add($"the {what} {key} occurs more than once");
            }
        }

        public void Need(bool condition, string problem)
        {
            if (!condition)
            {
                Problems.Add(problem);
            }
        }

        private string Name(string? name, string path)
        {
            Need(!string.IsNullOrWhiteSpace(name), $"{path}.name is missing");
            return name ?? string.Empty;
        }

        private Money Price(string? text, string path)
        {
            try
            {
                return Money.Parse(text);
            }
            catch (DomainException error)
            {
                Problems.Add($"{path}: {error.Message}");
                return Money.Zero;
            }
        }
    }
}
