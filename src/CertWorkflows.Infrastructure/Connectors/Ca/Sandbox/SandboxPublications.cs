using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Sandbox;

/// <summary>What the sandbox CA tells the world: its certificates, and which of those that it issued are revoked.</summary>
public sealed class SandboxPublications
{
    /// <summary>Where they are on this server.</summary>
    public const string BasePath = "/ca/sandbox";

    private readonly IWorkflowStore store;
    private readonly SandboxAuthorityVault vault;
    private readonly CaOptions options;
    private readonly TimeProvider time;

    internal SandboxPublications(IWorkflowStore store, SandboxAuthorityVault vault, IOptions<CaOptions> options, TimeProvider time)
    {
        (this.store, this.vault, this.options, this.time) = (store, vault, options.Value, time);
    }

    /// <summary>Whether the sandbox is the CA of this server.</summary>
    public bool IsOn => options.Mode == CaOptions.OfOurOwn;

    internal static string CrlAddress(Uri publicAddress) => $"{publicAddress.AbsoluteUri.TrimEnd('/')}{BasePath}/crl.der";

    internal static string IssuerAddress(Uri publicAddress) => $"{publicAddress.AbsoluteUri.TrimEnd('/')}{BasePath}/issuer.der";

    /// <summary>The root's certificate.</summary>
    public async Task<X509Certificate2> RootAsync(CancellationToken cancellationToken) =>
        X509Certificate2.CreateFromPem((await vault.GetAsync(cancellationToken)).RootPem);

    /// <summary>The certificate of the CA that signs certificates and CRLs.</summary>
    public async Task<X509Certificate2> IssuerAsync(CancellationToken cancellationToken) =>
        X509Certificate2.CreateFromPem((await vault.GetAsync(cancellationToken)).IssuerPem);

    /// <summary>The CRL of this moment, in DER.</summary>
    public async Task<byte[]> CrlAsync(CancellationToken cancellationToken)
    {
        var authority = await vault.GetAsync(cancellationToken);
        await using var session = store.Open();
        var revocations = await session.Set<SandboxRevocation>().AsNoTracking()
            .OrderBy(revocation => revocation.Serial).ToListAsync(cancellationToken);

        var list = new CertificateRevocationListBuilder();
        foreach (var revocation in revocations)
        {
            var reason = RevocationOrder.ReasonOf(revocation.Reason);
            // By RFC 5280, 5.3.1 an unspecified reason is left out.
            list.AddEntry(
                Convert.FromHexString(revocation.Serial),
                revocation.RevokedAt,
                reason == X509RevocationReason.Unspecified ? null : reason);
        }

        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        using var issuer = authority.Issuer();
        // The number only has to grow; seconds do, also over several nodes.
        return list.Build(
            issuer, now.ToUnixTimeSeconds(), now + options.Sandbox.CrlLifetime, HashAlgorithmName.SHA256, thisUpdate: now);
    }
}
