using System.Net;
using System.Net.Sockets;

namespace CertWorkflows.Domain.Names;

/// <summary>Which addresses everybody on the public network reaches (BL-6), as IANA's special-purpose registries list the
/// rest.</summary>
public static class PublicAddresses
{
    private static readonly IPNetwork PublicIpv6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Whether everybody reaches it; an IPv4 address written as IPv6 counts as what it is.</summary>
    public static bool Contains(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Special.Any(network => network.Contains(plain))
            && (plain.AddressFamily == AddressFamily.InterNetwork || PublicIpv6.Contains(plain));
    }
}
