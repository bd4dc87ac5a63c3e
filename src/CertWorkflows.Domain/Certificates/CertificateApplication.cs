using System.Globalization;
using System.Net;
using System.Net.Sockets;

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

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    // Ranges that are not reachable from the public network, as IANA's special-purpose registries list them.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/3",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork PublicIpv6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork DocumentationIpv6 = IPNetwork.Parse("2001:db8::/32");

    /// <summary>Codes of what the customer should know before submitting; empty when there is nothing.</summary>
    public IReadOnlyList<string> Warnings =>
        Domains.Any(name => IPAddress.TryParse(name, out _)) ? [IpAddressWarning] : [];

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

        problems.AddRange(Domains.Select(name => Problem(name, wildcard)).OfType<string>());
        problems.AddRange(Domains
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .Select(group => $"'{group.Key}' is given more than once"));
        return problems;
    }

    private static string? Problem(string name, bool wildcard)
    {
        if (IPAddress.TryParse(name, out var address))
        {
            return IsPublic(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
                ? null
                : $"'{name}' is not a public address (BL-6)";
        }

        var isWildcard = name.StartsWith("*.", StringComparison.Ordinal);
        if (isWildcard && !wildcard)
        {
            return $"'{name}' needs a wildcard product";
        }

        return IsHostName(isWildcard ? name[2..] : name) ? null : $"'{name}' is not a domain name";
    }

    private static bool IsPublic(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? PublicIpv6.Contains(address) && !DocumentationIpv6.Contains(address)
        : !NotPublic.Any(network => network.Contains(address));

    /// <summary>Whether it is a host name of two labels or more, internationalised ones included.</summary>
    internal static bool IsHostName(string name)
    {
        if (!name.Contains('.', StringComparison.Ordinal) || name.EndsWith('.'))
        {
            return false;
        }

        try
        {
            return Idn.GetAscii(name).Length <= 253;
        }
        catch (ArgumentException)
        {
            // The mapping has no other way to say that a label is empty, too long or holds a forbidden character.
            return false;
        }
    }
}
