using System.Globalization;
using System.Net;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using CertWorkflows.Application.Effects;

namespace CertWorkflows.Infrastructure.Connectors.Ca;

/// <summary>The payload of an effect <c>ca-issue</c>.</summary>
/// <param name="Company">The applicant; needed for OV and EV.</param>
/// <param name="Validation"><c>DV</c>, <c>OV</c> or <c>EV</c>.</param>
/// <param name="Csr">PKCS #10 in PEM; without it the CA makes a key, see docs/connectors.md.</param>
/// <param name="CarryFrom">The expiry of the certificate that is renewed, whose unused days are carried over (RN-3).</param>
internal sealed partial record CertificateOrder(
    string CertificateId,
    IReadOnlyList<string> Domains,
    string Brand,
    string Validation,
    int TermYears,
    bool Wildcard = false,
    string? Company = null,
    string? Csr = null,
    DateTimeOffset? CarryFrom = null)
{
    private const int MostDomains = 250;
    private const int LongestTerm = 10;
    private const int LongestCompany = 64;

    /// <summary>Whether it is of a brand whose CA may add days of its own (RN-7).</summary>
    [JsonIgnore]
    public bool MayHaveGift => Brand.Equals("DigiCert", StringComparison.OrdinalIgnoreCase)
        || Brand.Equals("GeoTrust", StringComparison.OrdinalIgnoreCase);

    /// <summary>The names to certify: lower case, international ones in their ASCII form, each once.</summary>
    public IReadOnlyList<string> Names() => [.. Domains.Select(Ascii).Distinct(StringComparer.Ordinal)];

    /// <summary>Why no CA would take the application; null when it can be reviewed.</summary>
    public EffectOutcome.Rejected? Refusal()
    {
        if (Validation is not ("DV" or "OV" or "EV"))
        {
            return ConnectorJson.Invalid($"validation is '{Validation}'; it must be DV, OV or EV.");
        }

        if (TermYears is < 1 or > LongestTerm)
        {
            return ConnectorJson.Invalid($"termYears is {TermYears}; allowed is 1 to {LongestTerm}.");
        }

        if (Domains.Count is < 1 or > MostDomains)
        {
            return ConnectorJson.Invalid($"domains has {Domains.Count} entries; allowed is 1 to {MostDomains}.");
        }

        if (Validation != "DV" && (string.IsNullOrWhiteSpace(Company) || Company.Length > LongestCompany))
        {
            return new EffectOutcome.Rejected(
                "company-required",
                $"{Validation} certifies a company, whose name has 1 to {LongestCompany} characters.");
        }

        if (Domains.FirstOrDefault(domain => !IsName(domain)) is { } bad)
        {
            return new EffectOutcome.Rejected("invalid-domain", $"'{bad}' is neither a domain name nor an IP address.");
        }

        return !Wildcard && Domains.FirstOrDefault(domain => domain.StartsWith('*')) is { } wild
            ? new EffectOutcome.Rejected("wildcard-not-ordered", $"'{wild}' needs a wildcard certificate.")
            : null;
    }

    public static string Ascii(string name)
    {
        var lower = name.Trim().TrimEnd('.').ToLowerInvariant();
        if (IPAddress.TryParse(lower, out var address))
        {
            return address.ToString();
        }

        try
        {
            return new IdnMapping { UseStd3AsciiRules = false }.GetAscii(lower).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // Left as it is: IsName refuses it and says so.
            return lower;
        }
    }

    private static bool IsName(string domain)
    {
        var ascii = Ascii(domain);
        return IPAddress.TryParse(ascii, out _) || (ascii.Length <= 253 && DomainForm().IsMatch(ascii));
    }

    [GeneratedRegex(
        @"^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\z",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex DomainForm();
}
