using CertWorkflows.Domain.Catalogue;

namespace CertWorkflows.Domain.Tests.Catalogue;

public sealed class ProductCatalogueTests
{
    private static readonly ProductCatalogue Shipped = ProductCatalogue.Shipped();

    [Theory]
    [InlineData(PackageEdition.Basic, 10, "958.12")]
    [InlineData(PackageEdition.Professional, 30, "2874.37")]
    [InlineData(PackageEdition.Enterprise, 100, "9581.25")]
    [Trait("Rule", "BL-2")]
    public void Package_WhenShipped_HasThePriceOfTheRules(PackageEdition edition, int qps, string price)
    {
        var package = Shipped.Packages.Single(one => one.Edition == edition);

        Assert.Equal(qps, package.QpsPerDay);
        Assert.Equal(price, Shipped.PriceOf(edition).ToString());
        Assert.Equal(["GeoTrust", "DigiCert"], package.CertificateBrands);
    }

    [Theory]
    [InlineData(40, "2720.00")]
    [InlineData(100, "6800.00")]
    [Trait("Rule", "BL-3")]
    public void ExtensionLot_WhenShipped_Costs68AUse(int uses, string price) =>
        Assert.Equal(price, Shipped.PriceOfExtension(uses).ToString());

    [Fact]
    [Trait("Rule", "BL-3")]
    public void ExtensionLot_WhenNotSold_IsRefusedNamingTheLots() =>
        Assert.Contains(
            "40; 100",
            Assert.Throws<DomainException>(() => Shipped.PriceOfExtension(41)).Message,
            StringComparison.Ordinal);

    [Fact]
    [Trait("Rule", "BL-4")]
    public void Hosting_WhenShipped_Costs270ACertificate() =>
        Assert.Equal(new Money(270m), Shipped.Hosting.PricePerCertificate);

    [Theory]
    [InlineData("DigiCert", ValidationLevel.OV, false, 1, 1, "4200.00")]
    [InlineData("digicert", ValidationLevel.OV, false, 1, 1, "4200.00")]
    [InlineData("DigiCert", ValidationLevel.OV, false, 3, 1, "8400.00")] // number of domains
    [InlineData("DigiCert", ValidationLevel.OV, false, 3, 2, "16800.00")] // years
    [InlineData("DigiCert", ValidationLevel.OV, true, 1, 1, "14800.00")] // wildcard
    [InlineData("DigiCert", ValidationLevel.EV, false, 1, 1, "7200.00")] // kind
    [InlineData("GeoTrust", ValidationLevel.OV, false, 1, 1, "2700.00")] // brand
    [Trait("Rule", "BL-1")]
    public void Certificate_WhenPriced_DependsOnEachFact(
        string brand, ValidationLevel validation, bool wildcard, int domains, int years, string price) =>
        Assert.Equal(
            price, Shipped.PriceOf(new CertificateSpec(brand, validation, wildcard, domains, years, false)).ToString());

    [Fact]
    [Trait("Rule", "BL-1")]
    public void Certificate_WhenFreeDv_CostsNothing() =>
        Assert.Equal(
            Money.Zero, Shipped.PriceOf(new CertificateSpec("DigiCert", ValidationLevel.DV, false, 1, 1, true)));

    [Theory]
    [InlineData("Nobody", ValidationLevel.OV, false, 1, 1, false)]
    [InlineData("DigiCert", ValidationLevel.OV, false, 0, 1, false)]
    [InlineData("DigiCert", ValidationLevel.OV, false, 101, 1, false)]
    [InlineData("DigiCert", ValidationLevel.OV, false, 1, 4, false)]
    [InlineData("DigiCert", ValidationLevel.EV, true, 1, 1, false)]
    [InlineData("GeoTrust", ValidationLevel.DV, false, 1, 1, true)]
    public void Certificate_WhenNotSold_IsRefusedListingWhatIs(
        string brand, ValidationLevel validation, bool wildcard, int domains, int years, bool freeDv)
    {
        var error = Assert.Throws<DomainException>(
            () => Shipped.PriceOf(new CertificateSpec(brand, validation, wildcard, domains, years, freeDv)));

        Assert.Equal("unknown-product", error.Code);
        Assert.All(
            Shipped.Certificates,
            product => Assert.Contains($"{product.Brand} {product.Validation}", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Certificate_WhenInTheCatalogue_HasAPriceForEachTermAndSize() =>
        Assert.All(
            Shipped.Certificates,
            product => Assert.All(
                product.Years,
                years => Assert.Equal(
                    product.FreeDv,
                    Shipped.PriceOf(new CertificateSpec(product.Brand, product.Validation, product.Wildcard, product.MaxDomains, years, product.FreeDv)) == Money.Zero)));

    [Fact]
    public void Load_WhenMuchIsWrong_ListsEveryProblem()
    {
        const string json =
            """
            { "certificates": [
                { "name": "a", "brand": "X", "validation": "DV", "years": [1], "pricePerYear": "1.005" },
                { "name": "b", "brand": "x", "validation": "DV", "years": [], "pricePerYear": "1" },
                { "brand": "Y", "validation": "OV", "freeDv": true, "maxDomains": 0, "years": [1], "pricePerYear": "1" } ],
              "packages": [ { "name": "p", "qpsPerDay": 0, "pricePerYear": "-1" } ],
              "extension": { "name": "e", "pricePerUse": "1", "lots": [0] } }
            """;

        var error = Assert.Throws<DomainException>(() => ProductCatalogue.Load(json));

        Assert.Equal("invalid-catalogue", error.Code);
        Assert.All(
            new[]
            {
                "certificates[0].pricePerYear", "certificates[1].years", "certificates[2].name is missing", "certificates[2].maxDomains",
                "certificates[2] is free DV", "packages[0].edition is missing", "packages[0].qpsPerDay", "packages[0].pricePerYear",
                "extension.lots", "hosting is missing", "occurs more than once",
            },
            problem => Assert.Contains(problem, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{ "certificates": [ null ], "packages": [ null ] }""")]
    [InlineData("""{ "surprise": 1 }""")]
    public void Load_WhenNotACatalogue_IsRefused(string json) =>
        Assert.Equal("invalid-catalogue", Assert.Throws<DomainException>(() => ProductCatalogue.Load(json)).Code);
}
