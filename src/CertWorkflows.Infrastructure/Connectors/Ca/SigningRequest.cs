using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CertWorkflows.Application.Effects;

namespace CertWorkflows.Infrastructure.Connectors.Ca;

/// <summary>A customer's PKCS #10 request: only its key is used, the names come from the order.</summary>
internal static class SigningRequest
{
    private const string CommonName = "2.5.4.3";
    private const string Label = "CERTIFICATE REQUEST";
    private const int Longest = 64 * 1024;
    private const int ShortestRsaKey = 2048;
    private const int ShortestCurve = 256;

    public static bool TryRead(
        string pem,
        IReadOnlyList<string> ordered,
        [NotNullWhen(true)] out PublicKey? key,
        [NotNullWhen(false)] out EffectOutcome.Rejected? refusal)
    {
        key = null;
        refusal = null;
        if (pem.Length > Longest)
        {
            refusal = new EffectOutcome.Rejected("csr-invalid", $"The CSR is longer than {Longest} characters.");
            return false;
        }

        try
        {
            // Loading checks the signature, which proves that the applicant has the key.
            var request = CertificateRequest.LoadSigningRequestPem(
                pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
            refusal = Weakness(request.PublicKey) ?? ForeignNames(request, ordered);
            key = request.PublicKey;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            refusal = new EffectOutcome.Rejected("csr-invalid",
                $"The CSR cannot be read or is not signed by its own key: {exception.Message}");
        }

        return refusal is null;
    }

    /// <summary>The bytes of a request that was read, which may stand among other things in PEM.</summary>
    public static byte[] Der(string pem)
    {
        for (var rest = pem.AsSpan(); ;)
        {
            var found = PemEncoding.Find(rest);
            if (rest[found.Label] is Label)
            {
                return Convert.FromBase64String(rest[found.Base64Data].ToString());
            }

            rest = rest[found.Location.End..];
        }
    }

    private static EffectOutcome.Rejected? Weakness(PublicKey key)
    {
        using var rsa = key.GetRSAPublicKey();
        using var ec = key.GetECDsaPublicKey();
        return rsa?.KeySize >= ShortestRsaKey || ec?.KeySize >= ShortestCurve
            ? null
            : new EffectOutcome.Rejected(
                "csr-weak-key",
                $"The CSR's key must be RSA of {ShortestRsaKey} bits or more, or of {ShortestCurve} on a curve.");
    }

    private static EffectOutcome.Rejected? ForeignNames(CertificateRequest request, IReadOnlyList<string> ordered)
    {
        var foreign = Names(request).Select(CertificateOrder.Ascii).Except(ordered, StringComparer.Ordinal).ToList();
        return foreign.Count == 0
            ? null
            : new EffectOutcome.Rejected(
                "csr-names-differ", $"The CSR names {string.Join(", ", foreign)}, which the application does not.");
    }

    private static IEnumerable<string> Names(CertificateRequest request)
    {
        foreach (var part in request.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (!part.HasMultipleElements && part.GetSingleElementType().Value == CommonName
                && part.GetSingleElementValue() is { } name)
            {
                yield return name;
            }
        }

        foreach (var extension in request.CertificateExtensions.Where(extension => extension.Oid?.Value == "2.5.29.17"))
        {
            var alternatives = new X509SubjectAlternativeNameExtension(extension.RawData, extension.Critical);
            foreach (var name in alternatives.EnumerateDnsNames())
            {
                yield return name;
            }

            foreach (IPAddress address in alternatives.EnumerateIPAddresses())
            {
                yield return address.ToString();
            }
        }
    }
}
