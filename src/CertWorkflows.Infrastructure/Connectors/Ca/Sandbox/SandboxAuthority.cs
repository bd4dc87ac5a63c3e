using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Sandbox;

/// <summary>
/// The sandbox's root and issuing CA, as it is kept in the settings. The root's key signs the issuing CA and is then
/// thrown away. The issuing CA's key is kept in clear: nothing trusts this CA, and nothing may.
/// </summary>
internal sealed record SandboxAuthority(int Version, string RootPem, string IssuerPem, string IssuerKeyPem)
{
    public const int CurrentVersion = 1;
    private static readonly DateTimeOffset NotBefore = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NotAfter = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whether certificates for that time can be signed: the clock may be a virtual one.</summary>
    public static bool Covers(DateTimeOffset notBefore, DateTimeOffset notAfter) =>
        notBefore >= NotBefore && notAfter <= NotAfter;

    public static SandboxAuthority Create()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = AuthorityRequest("CertWorkflows Sandbox Root CA", rootKey, pathLength: 1);
        using var root = rootRequest.CreateSelfSigned(NotBefore, NotAfter);

        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issuerRequest = AuthorityRequest("CertWorkflows Sandbox Issuing CA", issuerKey, pathLength: 0);
        issuerRequest.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
                root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var serial = RandomNumberGenerator.GetBytes(16);
        using var issuer = issuerRequest.Create(root, NotBefore, NotAfter, Positive(serial));
        return new SandboxAuthority(
            CurrentVersion,
            root.ExportCertificatePem(),
            issuer.ExportCertificatePem(),
            issuerKey.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Whether a certificate was signed by this authority, whatever its dates are.</summary>
    /// <param name="at">A time within its validity.</param>
    public bool Signed(X509Certificate2 leaf, DateTimeOffset at)
    {
        using var root = X509Certificate2.CreateFromPem(RootPem);
        using var issuer = X509Certificate2.CreateFromPem(IssuerPem);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.ExtraStore.Add(issuer);
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        return chain.Build(leaf);
    }

    /// <summary>The issuing CA with its key, which signs certificates and CRLs.</summary>
    public X509Certificate2 Issuer()
    {
        using var certificate = X509Certificate2.CreateFromPem(IssuerPem);
        using var key = ECDsa.Create();
        key.ImportFromPem(IssuerKeyPem);
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>The bytes as a positive serial number that always has the same length.</summary>
    public static byte[] Positive(byte[] serial)
    {
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }

    private static CertificateRequest AuthorityRequest(string name, ECDsa key, int pathLength)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        subject.AddOrganizationName("CertWorkflows Sandbox, not trusted");
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(
            certificateAuthority: true, hasPathLengthConstraint: true, pathLength, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }
}
