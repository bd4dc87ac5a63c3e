using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;

namespace CertWorkflows.Domain.Renewals;

/// <summary>What RN-4 and RN-5 compare of a certificate and its renewal.</summary>
/// <param name="Brand">The root CA's brand; compared without regard to case.</param>
/// <param name="Validation">The validation level.</param>
/// <param name="Wildcard">Whether it certifies wildcard names.</param>
/// <param name="Domains">How many names it certifies.</param>
/// <param name="Company">The applicant company; compared without regard to case and to blanks around it.</param>
/// <param name="FreeDv">Whether it is the free DV product.</param>
public sealed record RenewedKind(
    string Brand, ValidationLevel Validation, bool Wildcard, int Domains, string Company, bool FreeDv)
{
    /// <summary>Whether nothing is ever carried to or from it (RN-5).</summary>
    public bool IsBarred => FreeDv || (Wildcard && Validation == ValidationLevel.DV && IsBrand("DigiCert"));

    /// <summary>What a certificate is; its application's company counts before the customer's.</summary>
    public static RenewedKind Of(Certificate certificate) => new(
        certificate.Brand,
        certificate.Validation,
        certificate.Wildcard,
        certificate.DomainCount,
        certificate.Application?.Company ?? certificate.Company,
        certificate.FreeDv);

    /// <summary>The fields that differ, in camelCase and in the order of the parameters (RN-4).</summary>
    public IReadOnlyList<string> DifferencesTo(RenewedKind other)
    {
        var differences = new List<string>();
        Compare("brand", IsBrand(other.Brand));
        Compare("validation", Validation == other.Validation);
        Compare("wildcard", Wildcard == other.Wildcard);
        Compare("domains", Domains == other.Domains);
        Compare("company", IsSame(Company, other.Company));
        return differences;

        void Compare(string field, bool same)
        {
            if (!same)
            {
                differences.Add(field);
            }
        }
    }

    internal bool IsBrand(string brand) => IsSame(Brand, brand);

    private static bool IsSame(string one, string other) =>
        string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);
}
