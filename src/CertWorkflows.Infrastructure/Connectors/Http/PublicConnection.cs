using System.Net;
using System.Net.Sockets;

namespace CertWorkflows.Infrastructure.Connectors.Http;

/// <summary>
/// Connects to public addresses only. The address that is checked is the one that is connected to, so a name that resolves
/// differently a moment later, or a redirect, leads nowhere else.
/// </summary>
internal static class PublicConnection
{
    /// <exception cref="RefusedAddressException">No address of the host is public.</exception>
    public static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool allowsPrivate, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        var allowed = allowsPrivate ? addresses : Array.FindAll(addresses, Domain.Names.PublicAddresses.Contains);
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
