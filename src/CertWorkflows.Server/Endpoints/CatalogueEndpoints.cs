using System.Diagnostics;
using CertWorkflows.Application.Orders;
using CertWorkflows.Client;
using CertWorkflows.Domain.Catalogue;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

internal static class CatalogueEndpoints
{
    public static void MapCatalogue(this IEndpointRouteBuilder api) =>
        api.MapGet("/catalogue", Get).WithTags("Rules").WithSummary("What can be bought, and for how much (section 2).");

    private static Ok<CatalogueDto> Get(ProductCatalogue catalogue) => TypedResults.Ok(new CatalogueDto
    {
        Products = [.. catalogue.Products.Select(ToDto)],
    });

    private static ProductDto ToDto(Product product) => product switch
    {
        CertificateProduct certificate => new ProductDto
        {
            Id = Products.IdOf(certificate),
            Family = ProductFamily.Certificate,
            Name = certificate.Name,
            Price = certificate.PricePerYear.ToDto(),
            Brand = certificate.Brand,
            Validation = certificate.Validation.As<Client.ValidationLevel>(),
            Wildcard = certificate.Wildcard,
            Domains = certificate.MaxDomains,
            Kind = certificate.FreeDv ? ProductKind.FreeDv : ProductKind.Paid,
            Years = certificate.Years,
        },
        PackageProduct package => new ProductDto
        {
            Id = Products.IdOf(package),
            Family = ProductFamily.Package,
            Name = package.Name,
            Price = package.PricePerYear.ToDto(),
            Years = [1],
            Edition = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(package.Edition.ToString()),
            Qps = package.QpsPerDay,
        },
        ExtensionLot lot => new ProductDto
        {
            Id = Products.IdOf(lot),
            Family = ProductFamily.Extension,
            Name = lot.Name,
            Price = lot.Price.ToDto(),
            Lots = [lot.Uses],
        },
        HostingProduct hosting => new ProductDto
        {
            Id = Products.IdOf(hosting),
            Family = ProductFamily.Hosting,
            Name = hosting.Name,
            Price = hosting.PricePerCertificate.ToDto(),
        },
        _ => throw new UnreachableException(product.GetType().Name),
    };
}
