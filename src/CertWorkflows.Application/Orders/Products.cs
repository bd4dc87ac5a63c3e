using System.Text;
using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;

namespace CertWorkflows.Application.Orders;

/// <summary>What orders and answers call the things of the catalogue.</summary>
public static class Products
{
    /// <summary>All editions of the one-click HTTPS package are one product.</summary>
    public const string Package = "one-click-https";

    /// <summary>All lots of the extension service are one product.</summary>
    public const string Extension = "extension-service";

    public const string Hosting = "hosting-service";

    /// <summary>The product's id: stable while brand and kind are, whatever it is called.</summary>
    public static string IdOf(Product product) => product switch
    {
        CertificateProduct c => IdOf(c.Brand, c.Validation, c.Wildcard, c.FreeDv),
        PackageProduct => Package,
        ExtensionLot => Extension,
        HostingProduct => Hosting,
        _ => throw new System.Diagnostics.UnreachableException(product.GetType().Name),
    };

    /// <summary>The id of what was bought when this certificate was.</summary>
    public static string IdOf(Certificate certificate) =>
        IdOf(certificate.Brand, certificate.Validation, certificate.Wildcard, certificate.FreeDv);

    private static string IdOf(string brand, ValidationLevel validation, bool wildcard, bool freeDv)
    {
        var id = new StringBuilder(brand.Length + 16);
        foreach (var letter in brand)
        {
            id.Append(char.IsLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-');
        }

        id.Append(freeDv ? "-free-" : "-").Append(validation switch
        {
            ValidationLevel.DV => "dv",
            ValidationLevel.OV => "ov",
            ValidationLevel.EV => "ev",
            _ => throw new System.Diagnostics.UnreachableException(validation.ToString()),
        });
        return id.Append(wildcard ? "-wildcard" : "").ToString();
    }
}
