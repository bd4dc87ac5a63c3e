using System.Net;
using System.Net.Sockets;

namespace CertWorkflows.Infrastructure.Connectors.Http;

/// <summary>
/// Connects to public addresses only. The address that is checked is the one that is connected to, so a name that resolves
/// differently a moment later, or a redirect, leads nowhere else.
/// </summary>
internal static class PublicAddresses
{
    /// <summary>Networks that are not the public internet: this host, private, shared, link-local, documentation, multicast, reserved.</summary>
    private static readonly IPNetwork[] Closed = [.. new[]
    {
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10",
        "fec0::/10", "ff00::/8",
    }.Select(network => IPNetwork.Parse(network))];

    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Array.Exists(Closed, network => network.Contains(plain));
    }

    /// <exception cref="RefusedAddressException">No address of the host is public.</exception>
    public static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool allowsPrivate, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        var allowed = allowsPrivate ? addresses : Array.FindAll(addresses, IsPublic);
        if (allowed.Length == 0)
        {
            throw new RefusedAddressException(
                $"The host {target.Host} is in a private network; such calls are refused unless {HttpCallOptions.Section}:AllowPrivateAddresses is true.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A call went to an address that this host does not call.</summary>
internal sealed class RefusedAddressException(string message) : Exception(message);
