using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CertWorkflows.TestKit;

/// <summary>A root in a file, and a certificate of it for this machine: for servers that tests start.</summary>
public static class TestCertificates
{
    /// <summary>Writes <c>root.pem</c>, <c>localhost.pem</c> and <c>localhost.key</c>, valid on the day of <paramref name="today"/>.</summary>
    public static void Write(string folder, DateTimeOffset today)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=Root of a test", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        using var root = rootRequest.CreateSelfSigned(today.AddDays(-1), today.AddDays(2));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var certificate = request.Create(root, today.AddDays(-1), today.AddDays(1), [0x11, 0x22, 0x33]);
        File.WriteAllText(Path.Combine(folder, "root.pem"), root.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "localhost.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "localhost.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
