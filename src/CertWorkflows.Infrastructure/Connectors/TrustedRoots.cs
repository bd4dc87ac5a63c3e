using System.Security.Cryptography.X509Certificates;

namespace CertWorkflows.Infrastructure.Connectors;

/// <summary>Servers in the house, whose certificates the public roots know nothing of.</summary>
internal static class TrustedRoots
{
    /// <summary>Trusts what leads to a root in the PEM file, and nothing else.</summary>
    public static X509ChainPolicy Only(string file)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }
}
