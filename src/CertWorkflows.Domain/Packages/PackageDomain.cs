using CertWorkflows.Domain.Names;

namespace CertWorkflows.Domain.Packages;

/// <summary>A domain that a package serves, and where it was served before.</summary>
/// <param name="Name">The domain, in lower case.</param>
/// <param name="Origin">The host or address to which it is switched back.</param>
/// <param name="SwitchedOverAt">When it was switched over.</param>
/// <param name="CertificateId">The certificate that was installed for this domain alone (EX-7); null where the package's
/// serves it.</param>
public sealed record PackageDomain(
    string Name, string Origin, DateTimeOffset SwitchedOverAt, CertificateId? CertificateId = null)
{
    /// <summary>What is wrong with a domain and its origin; empty when they can be used.</summary>
    internal static IEnumerable<string> Problems(string domain, string origin)
    {
        if (CertifiedName.Read(domain, out _) is not { IsAddress: false, IsWildcard: false })
        {
            yield return $"'{domain}' is not a domain name; a name such as www.example.com is expected, without a wildcard";
        }

        if (!System.Net.IPAddress.TryParse(origin, out _) && CertifiedName.HostName(origin) is null)
        {
            yield return $"the origin '{origin}' is neither a host name nor an IP address";
        }

        if (string.Equals(domain, origin, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"the origin of {domain} is the domain itself; switching back would lead nowhere";
        }
    }
}
