using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CertWorkflows.Infrastructure.Connectors.Ca;

/// <summary>Reads chains in PEM: the certificate first, then those that lead to the root.</summary>
internal static class CertificateChain
{
    private const string AlternativeNamesId = "2.5.29.17";
    private const int Longest = 256 * 1024;

    /// <summary>The certificate itself, or what is wrong with the text.</summary>
    public static bool TryRead(
        string? pem, [NotNullWhen(true)] out X509Certificate2? leaf, [NotNullWhen(false)] out string? problem)
    {
        leaf = null;
        problem = null;
        if (string.IsNullOrWhiteSpace(pem) || pem.Length > Longest)
        {
            problem = $"has {pem?.Length ?? 0} characters; a chain in PEM with at most {Longest} was expected.";
            return false;
        }

        try
        {
            leaf = X509Certificate2.CreateFromPem(pem);
            return true;
        }
        catch (CryptographicException exception)
        {
            problem = $"cannot be read: {exception.Message}";
            return false;
        }
    }

    /// <summary>The names that a certificate is for: domains and addresses.</summary>
    public static IReadOnlyList<string> NamesOf(X509Certificate2 certificate)
    {
        var extension = certificate.Extensions.FirstOrDefault(extension => extension.Oid?.Value == AlternativeNamesId);
        if (extension is null)
        {
            return [];
        }

        var names = new X509SubjectAlternativeNameExtension(extension.RawData, extension.Critical);
        return [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select((IPAddress address) => address.ToString())];
    }

    /// <summary>The extension that says which names a certificate is, or is to be, for.</summary>
    public static X509Extension AlternativeNames(IReadOnlyList<string> names, bool critical)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                builder.AddIpAddress(address);
            }
            else
            {
                builder.AddDnsName(name);
            }
        }

        return builder.Build(critical);
    }

    /// <summary>An X.509 time, which has no offset of its own.</summary>
    public static DateTimeOffset Instant(DateTime time) => new(time.ToUniversalTime(), TimeSpan.Zero);
}
