using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using CertWorkflows.Infrastructure.Connectors.Ca;

namespace CertWorkflows.Infrastructure.Connectors.Tls;

/// <summary>The certificates that a server sent, in its order, the one for itself first.</summary>
internal sealed class ServedChain : IDisposable
{
    private readonly X509Certificate2[] certificates;

    private ServedChain(X509Certificate2[] certificates) => this.certificates = certificates;

    /// <summary>Copies what a handshake will dispose of.</summary>
    public static ServedChain Copy(X509Certificate leaf, X509Chain? chain)
    {
        var own = X509CertificateLoader.LoadCertificate(leaf.GetRawCertData());
        var others = (chain?.ChainPolicy.ExtraStore ?? [])
            .Where(other => !other.RawDataMemory.Span.SequenceEqual(own.RawDataMemory.Span))
            .Select(other => X509CertificateLoader.LoadCertificate(other.RawDataMemory.Span));
        return new ServedChain([own, .. others]);
    }

    /// <summary>How a chain is built without asking the network.</summary>
    public static X509ChainPolicy Policy() => new()
    {
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
    };

    /// <summary>The result of the effect.</summary>
    /// <param name="serverName">The name that the certificate should be for.</param>
    /// <param name="now">The time at which it should be valid.</param>
    public JsonObject Report(string serverName, DateTimeOffset now)
    {
        var leaf = certificates[0];
        var problems = Problems(serverName, now);
        return new JsonObject
        {
            ["reachable"] = true,
            ["notBefore"] = NotBefore(leaf),
            ["notAfter"] = NotAfter(leaf),
            ["serial"] = leaf.SerialNumber,
            ["subject"] = leaf.Subject,
            ["issuer"] = leaf.Issuer,
            ["names"] = new JsonArray([.. CertificateChain.NamesOf(leaf).Select(name => (JsonNode)name)]),
            ["chain"] = new JsonArray([.. certificates.Select(certificate => (JsonNode)new JsonObject
            {
                ["subject"] = certificate.Subject,
                ["issuer"] = certificate.Issuer,
                ["notAfter"] = NotAfter(certificate),
            })]),
            ["trusted"] = problems.Count == 0,
            ["problems"] = new JsonArray([.. problems.Select(problem => (JsonNode)problem)]),
        };
    }

    public void Dispose()
    {
        foreach (var certificate in certificates)
        {
            certificate.Dispose();
        }
    }

    /// <summary>What a browser with this machine's roots would have against it.</summary>
    private List<string> Problems(string serverName, DateTimeOffset now)
    {
        var leaf = certificates[0];
        var problems = new List<string>();
        if (now < CertificateChain.Instant(leaf.NotBefore))
        {
            problems.Add("not-yet-valid");
        }

        if (now > CertificateChain.Instant(leaf.NotAfter))
        {
            problems.Add("expired");
        }

        if (!leaf.MatchesHostname(serverName, allowWildcards: true, allowCommonName: false))
        {
            problems.Add("wrong-name");
        }

        using var chain = new X509Chain { ChainPolicy = Policy() };
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.ExtraStore.AddRange(certificates);
        chain.Build(leaf);
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        if (status.HasFlag(X509ChainStatusFlags.PartialChain))
        {
            problems.Add("incomplete-chain");
        }

        if (status.HasFlag(X509ChainStatusFlags.UntrustedRoot))
        {
            problems.Add("untrusted-root");
        }

        const X509ChainStatusFlags told = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotTimeValid;
        if ((status & ~told) != X509ChainStatusFlags.NoError)
        {
            problems.Add("invalid-chain");
        }

        // An authority's own dates can be over while the leaf's are not.
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid) && !problems.Contains("expired") && !problems.Contains("not-yet-valid"))
        {
            problems.Add("issuer-expired");
        }

        return problems;
    }

    private static JsonNode NotBefore(X509Certificate2 certificate) => ConnectorJson.Instant(CertificateChain.Instant(certificate.NotBefore));

    private static JsonNode NotAfter(X509Certificate2 certificate) => ConnectorJson.Instant(CertificateChain.Instant(certificate.NotAfter));
}
