using System.Globalization;
using CertWorkflows.Domain.Names;

namespace CertWorkflows.Domain.Certificates;

/// <summary>What the customer submits to the CA for review.</summary>
/// <param name="Domains">The names to certify: domain names, wildcard names, or public IP addresses (BL-6).</param>
/// <param name="Company">The applicant company; needed for OV and EV.</param>
/// <param name="Csr">The signing request in PEM; null when the CA's side makes the key.</param>
public sealed record CertificateApplication(IReadOnlyList<string> Domains, string? Company = null, string? Csr = null)
{
    /// <summary>The warning of BL-6: browsers older than IE 11 refuse a certificate that is bound to an IP
    /// address.</summary>
    public const string IpAddressWarning = "ip-address-needs-ie11";

    /// <summary>The names as they stand in a certificate: in A-labels and lower case, addresses in their shortest form.
    /// Names that cannot be certified are left out.</summary>
    public IReadOnlyList<string> CertifiedNames() => [.. Domains.Select(name => CertifiedName.Read(name, out _)?.Value).OfType<string>()];

    /// <summary>Codes of what the customer should know before submitting; empty when there is nothing.</summary>
    public IReadOnlyList<string> Warnings =>
        Domains.Any(name => CertifiedName.Read(name, out _) is { IsAddress: true }) ? [IpAddressWarning] : [];

    /// <summary>Lists what the names have wrong for a product, each as a sentence; empty when nothing.</summary>
    /// <param name="maxDomains">How many names the product holds.</param>
    /// <param name="wildcard">Whether the product certifies wildcard names.</param>
    public IReadOnlyList<string> Problems(int maxDomains, bool wildcard)
    {
        var problems = new List<string>();
        if (Domains.Count == 0 || Domains.Count > maxDomains)
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture, $"{Domains.Count} domains were given; 1 to {maxDomains} were bought"));
        }

        var read = new List<CertifiedName>();
        foreach (var text in Domains)
        {
            var name = CertifiedName.Read(text, out var problem);
            if (name is null)
            {
                problems.Add(problem!);
                continue;
            }

            if (name.IsWildcard && !wildcard)
            {
                problems.Add($"'{text}' needs a wildcard product");
            }

            read.Add(name);
        }

        problems.AddRange(read
            .GroupBy(name => name.Value, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => $"'{group.First().Text}' is given more than once"));
        return problems;
    }
}
