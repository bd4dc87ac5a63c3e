using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Sandbox;

/// <summary>A server's certificate as the CA/Browser Forum's baseline requirements shape it.</summary>
internal static class LeafCertificate
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string CertificatePolicies = "2.5.29.32";
    private const int LongestCommonName = 64;

    public static X509Certificate2 Sign(
        SandboxAuthority authority,
        CertificateOrder order,
        PublicKey key,
        byte[] serial,
        DateTimeOffset notBefore,
        DateTimeOffset notAfter,
        Uri? publicAddress)
    {
        using var issuer = X509Certificate2.CreateFromPem(authority.IssuerPem);
        using var issuerKey = ECDsa.Create();
        issuerKey.ImportFromPem(authority.IssuerKeyPem);

        var names = order.Names();
        var subject = Subject(order, names[0]);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var extensions = request.CertificateExtensions;
        extensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        extensions.Add(new X509KeyUsageExtension(Usage(key), critical: true));
        extensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        extensions.Add(CertificateChain.AlternativeNames(names, critical: subject.RawData.Length <= 2));
        extensions.Add(new X509SubjectKeyIdentifierExtension(key, critical: false));
        extensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        extensions.Add(Policy(order.Validation));
        if (publicAddress is not null)
        {
            extensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension(
                [SandboxPublications.CrlAddress(publicAddress)]));
            extensions.Add(new X509AuthorityInformationAccessExtension(
                ocspUris: null, [SandboxPublications.IssuerAddress(publicAddress)]));
        }

        return request.Create(
            issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey), notBefore, notAfter, serial);
    }

    // A DV certificate says nothing of who the applicant is, even when it is known.
    private static X500DistinguishedName Subject(CertificateOrder order, string firstName)
    {
        var subject = new X500DistinguishedNameBuilder();
        if (firstName.Length <= LongestCommonName)
        {
            subject.AddCommonName(firstName);
        }

        if (order.Validation != "DV")
        {
            subject.AddOrganizationName(order.Company!.Trim());
        }

        return subject.Build();
    }

    private static X509KeyUsageFlags Usage(PublicKey key)
    {
        using var rsa = key.GetRSAPublicKey();
        return rsa is null
            ? X509KeyUsageFlags.DigitalSignature
            : X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment;
    }

    private static X509Extension Policy(string validation)
    {
        var policy = validation switch
        {
            "EV" => "2.23.140.1.1",
            "OV" => "2.23.140.1.2.2",
            _ => "2.23.140.1.2.1",
        };
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(policy);
        }

        return new X509Extension(CertificatePolicies, writer.Encode(), critical: false);
    }
}
