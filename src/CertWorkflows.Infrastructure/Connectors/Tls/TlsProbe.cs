using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CertWorkflows.Application.Effects;
using CertWorkflows.Infrastructure.Connectors.Ca;
using CertWorkflows.Infrastructure.Connectors.Http;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Tls;

/// <summary>Looks once at what a host serves over TLS (RN-9), whether it deserves trust or not.</summary>
internal sealed class TlsProbe(IOptions<TlsProbeOptions> options) : IEffectHandler
{
    private const string NotAllowed = "not-allowed";

    public string Kind => "tls-probe";

    public async Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        if (!ConnectorJson.TryRead<TlsTarget>(request.Payload, out var target, out var refusal))
        {
            return refusal;
        }

        if (target.Problem() is { } problem)
        {
            return ConnectorJson.Invalid(problem);
        }

        if (!options.Value.Allows(target.AsciiHost, target.Port))
        {
            return new EffectOutcome.Rejected(
                NotAllowed, $"{target.Host}:{target.Port} is not among {TlsProbeOptions.Section}:AllowedHosts and AllowedPorts.");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.Timeout);
        return await LookAsync(target, request.Now, limit.Token, cancellationToken);
    }

    private async Task<EffectOutcome> LookAsync(
        TlsTarget target, DateTimeOffset now, CancellationToken limit, CancellationToken shutDown)
    {
        var isConnected = false;
        try
        {
            await using var connection = await PublicConnection.ConnectAsync(
                new DnsEndPoint(target.AsciiHost, target.Port), options.Value.AllowPrivateAddresses, limit);
            isConnected = true;
            using var served = await HandshakeAsync(connection, target.AsciiServerName, limit);
            return new EffectOutcome.Succeeded(served.Report(target.AsciiServerName, now));
        }
        catch (RefusedAddressException)
        {
            return new EffectOutcome.Rejected(
                NotAllowed,
                $"{target.Host} is in a private network; such looks are refused unless {TlsProbeOptions.Section}:AllowPrivateAddresses is true.");
        }
        catch (OperationCanceledException) when (!shutDown.IsCancellationRequested)
        {
            return Unreachable(isConnected, $"{target.Host}:{target.Port} did not answer within {options.Value.Timeout}.");
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException or CryptographicException)
        {
            return Unreachable(isConnected, $"{target.Host}:{target.Port}: {exception.Message}");
        }
    }

    private static async Task<ServedChain> HandshakeAsync(Stream connection, string serverName, CancellationToken limit)
    {
        ServedChain? served = null;
        await using var tls = new SslStream(connection, leaveInnerStreamOpen: true);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = serverName,
                // Nothing is fetched that the certificate names: it may name addresses inside our network.
                CertificateChainPolicy = ServedChain.Policy(),
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
#pragma warning disable CA5359 // nothing is sent or read after the handshake, so nothing rests on this trust
                RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
                {
                    served = certificate is null ? null : ServedChain.Copy(certificate, chain);
                    return true;
                },
#pragma warning restore CA5359
            },
            limit);
        return served ?? throw new AuthenticationException("The server showed no certificate.");
    }

    private static EffectOutcome.Rejected Unreachable(bool isConnected, string message) =>
        new(isConnected ? "no-tls" : "unreachable", message);
}

/// <summary>The payload of an effect <c>tls-probe</c>.</summary>
/// <param name="ServerName">What is asked for by SNI; the host when left out.</param>
internal sealed record TlsTarget(string Host, int Port = 443, string? ServerName = null)
{
    public string AsciiHost => CertificateOrder.Ascii(Host);

    public string AsciiServerName => CertificateOrder.Ascii(string.IsNullOrEmpty(ServerName) ? Host : ServerName);

    public string? Problem() => this switch
    {
        _ when Uri.CheckHostName(AsciiHost) == UriHostNameType.Unknown => $"host is '{Host}'; it must be a domain name or an IP address.",
        { Port: < 1 or > 65535 } => $"port is {Port}; allowed is 1 to 65535.",
        _ when Uri.CheckHostName(AsciiServerName) == UriHostNameType.Unknown => $"serverName is '{ServerName}'; it must be a domain name or an IP address.",
        _ => null,
    };
}
