using System.Globalization;
using CertWorkflows.Application.Certificates;
using CertWorkflows.Application.Packages;
using CertWorkflows.Application.Renewals;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Domain.Renewals;

namespace CertWorkflows.Application.Cases;

/// <summary>Where a certificate or package stands, and what is told of it.</summary>
/// <param name="Outcome">One of the constants.</param>
internal sealed record FollowedService(
    string Outcome,
    string State,
    DateTimeOffset EndsAt,
    string EndsOn,
    DateTimeOffset KeptFrom,
    string KeptUntil,
    string Product,
    IReadOnlyList<string> Domains,
    string Company,
    string Email,
    string? Mobile,
    bool InUse,
    string Renewal,
    IReadOnlyList<object?> Sites)
{
    public const string Unissued = "Unissued";

    public const string InService = "InService";

    /// <summary>A refund is under way: whoever decides it says what follows.</summary>
    public const string Held = "Held";

    public const string Expired = "Expired";

    public const string Over = "Over";

    public static async Task<FollowedService> OfCertificateAsync(CaseTurn turn, CertificateId id, CancellationToken cancellationToken)
    {
        var certificate = await turn.CertificateAsync(id, cancellationToken);
        var outcome = OutcomeOf(certificate);
        var renewal = await RenewalOpening.OpenOneAsync(turn.Db, r => r.OldCertificateId == id, cancellationToken);
        if (outcome == Unissued)
        {
            // The CA may sign at this moment: its event finds our wait, or this turn runs again and sees the issue.
            turn.Db.RelyOn(certificate);
        }

        return Of(turn.Calendar, outcome, CamelCase.Of(certificate.State), certificate.Expiry, RenewalPolicy.DaysKept) with
        {
            Product = certificate.ProductName(),
            Domains = certificate.Application?.Domains ?? [],
            Company = certificate.Company,
            Email = certificate.Email,
            Mobile = certificate.Mobile,
            Renewal = renewal is null ? "" : CamelCase.Of(renewal.State),
            Sites = outcome is InService or Expired ? await SitesAsync(turn, certificate, cancellationToken) : [],
        };
    }

    public static async Task<FollowedService> OfPackageAsync(CaseTurn turn, PackageId id, CancellationToken cancellationToken)
    {
        var package = await turn.LoadAsync<Package>(id, "package", cancellationToken);
        return Of(turn.Calendar, OutcomeOf(package), CamelCase.Of(package.State), package.ExpiresAt, Package.GraceDays) with
        {
            Product = CamelCase.Of(package.Edition),
            Domains = [.. package.Domains.Select(domain => domain.Name)],
            Company = package.Company,
            Email = package.Email,
            Mobile = package.Mobile,
            InUse = package.Domains.Count > 0,
        };
    }

    private static FollowedService Of(BusinessCalendar calendar, string outcome, string state, DateTimeOffset endsAt, int daysKept) => new(
        outcome,
        state,
        endsAt,
        Text(calendar.DateOf(endsAt)),
        calendar.EndOfDay(endsAt),
        Text(calendar.DateOf(endsAt).AddDays(daysKept)),
        "",
        [],
        "",
        "",
        null,
        false,
        "",
        []);

    private static string Text(DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture);

    private static string OutcomeOf(Certificate certificate) => certificate.State switch
    {
        CertificateState.Paid or CertificateState.UnderReview or CertificateState.ReviewFailed => Unissued,
        CertificateState.Issued or CertificateState.RevocationPending => InService,
        CertificateState.RefundPending when certificate.StateBeforeRefund != CertificateState.Revoked => Held,
        CertificateState.Expired => Expired,
        _ => Over,
    };

    private static string OutcomeOf(Package package) => package.State switch
    {
        PackageState.Active or PackageState.InUse => InService,
        PackageState.RefundPending => Held,
        PackageState.Expired => Expired,
        _ => Over,
    };

    private static async Task<IReadOnlyList<object?>> SitesAsync(CaseTurn turn, Certificate certificate, CancellationToken cancellationToken)
    {
        var packages = await SitesOfCertificate.PackagesAsync(turn.Db, certificate, cancellationToken);
        return
        [
            .. packages.SelectMany(package => package.ServedWith(certificate.Id).Select(domain => new Dictionary<string, object?>
            {
                ["PackageId"] = package.Id.ToString(),
                ["Domain"] = domain.Name,
            })),
        ];
    }
}
