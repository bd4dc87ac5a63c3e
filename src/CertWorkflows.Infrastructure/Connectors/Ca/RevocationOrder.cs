using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;
using CertWorkflows.Application.Effects;

namespace CertWorkflows.Infrastructure.Connectors.Ca;

/// <summary>The payload of an effect <c>ca-revoke</c>.</summary>
/// <param name="Serial">In hexadecimal.</param>
/// <param name="ChainPem">The certificate, first in its chain.</param>
/// <param name="Reason">A reason of RFC 5280 in camelCase.</param>
internal sealed record RevocationOrder(string CertificateId, string Serial, string ChainPem, string Brand, string Reason)
{
    private static readonly Dictionary<string, X509RevocationReason> Reasons = new(StringComparer.Ordinal)
    {
        ["unspecified"] = X509RevocationReason.Unspecified,
        ["keyCompromise"] = X509RevocationReason.KeyCompromise,
        ["cACompromise"] = X509RevocationReason.CACompromise,
        ["affiliationChanged"] = X509RevocationReason.AffiliationChanged,
        ["superseded"] = X509RevocationReason.Superseded,
        ["cessationOfOperation"] = X509RevocationReason.CessationOfOperation,
        ["privilegeWithdrawn"] = X509RevocationReason.PrivilegeWithdrawn,
        ["aACompromise"] = X509RevocationReason.AACompromise,
    };

    /// <summary>The reason as X.509 numbers it.</summary>
    public static X509RevocationReason ReasonOf(string reason) => Reasons[reason];

    /// <summary>Reads the certificate to revoke, or says why no CA would revoke it.</summary>
    public bool TryRead(
        [NotNullWhen(true)] out X509Certificate2? leaf, [NotNullWhen(false)] out EffectOutcome.Rejected? refusal)
    {
        leaf = null;
        refusal = null;
        if (!Reasons.ContainsKey(Reason))
        {
            // A hold would have to be lifted some day, which the CAs of the public web do not offer.
            refusal = new EffectOutcome.Rejected(
                "reason-not-allowed", $"reason is '{Reason}'; allowed are {string.Join(", ", Reasons.Keys)}.");
            return false;
        }

        if (!CertificateChain.TryRead(ChainPem, out var found, out var problem))
        {
            refusal = ConnectorJson.Invalid($"chainPem {problem}");
            return false;
        }

        if (!found.SerialNumber.TrimStart('0').Equals(Serial.TrimStart('0'), StringComparison.OrdinalIgnoreCase))
        {
            refusal = ConnectorJson.Invalid($"serial is '{Serial}', but the certificate in chainPem has {found.SerialNumber}.");
            found.Dispose();
            return false;
        }

        leaf = found;
        return true;
    }
}
