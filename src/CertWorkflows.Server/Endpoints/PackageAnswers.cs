using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Packages;
using Microsoft.EntityFrameworkCore;
using ClientEdition = CertWorkflows.Client.PackageEdition;
using ClientState = CertWorkflows.Client.PackageState;

namespace CertWorkflows.Server.Endpoints;

/// <summary>A package in the API's words.</summary>
internal static class PackageAnswers
{
    public static PackageSummaryDto Summary(Package package) => new()
    {
        Id = package.Id.ToString(),
        OrderId = package.OrderId.ToString(),
        CustomerId = package.CustomerId.Value,
        Edition = package.Edition.As<ClientEdition>(),
        State = package.State.As<ClientState>(),
        PaidAt = package.PaidAt,
        ExpiresAt = package.ExpiresAt,
        CertificateId = package.CertificateId?.ToString(),
        CertificateBundled = package.CertificateBundled,
        ServingCertificateId = (package.InstalledCertificateId ?? package.CertificateId)?.ToString(),
        ExpiringSoon = package.ExpiringSoon,
        Domains = DomainsOf(package),
    };

    /// <summary>Everything, with the history that the session knows.</summary>
    public static async Task<PackageDto> FullAsync(
        WorkflowDb db, Package package, Caller caller, BusinessCalendar calendar, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var bundled = package is { CertificateBundled: true, CertificateId: { } id }
            ? await db.Certificates.AsNoTracking().SingleOrDefaultAsync(certificate => certificate.Id == id, cancellationToken)
            : null;
        return new PackageDto
        {
            Id = package.Id.ToString(),
            OrderId = package.OrderId.ToString(),
            CustomerId = package.CustomerId.Value,
            Edition = package.Edition.As<ClientEdition>(),
            State = package.State.As<ClientState>(),
            PaidAt = package.PaidAt,
            ExpiresAt = package.ExpiresAt,
            CertificateId = package.CertificateId?.ToString(),
            CertificateBundled = package.CertificateBundled,
            ServingCertificateId = (package.InstalledCertificateId ?? package.CertificateId)?.ToString(),
            ExpiringSoon = package.ExpiringSoon,
            Domains = DomainsOf(package),
            Company = package.Company,
            Paid = package.Cash.ToDto(),
            Voucher = package.Voucher.ToDto(),
            RefundId = (await PackageRefundAnswers.LatestAsync(db, package.Id, cancellationToken))?.Id.ToString(),
            Actions = Actions(package, bundled, caller, calendar, now),
            History = History.Moves(await History.ReadAsync(db, "package", package.Id.ToString(), cancellationToken)),
            Version = package.Version,
        };
    }

    /// <summary>What can be done now, and what forbids the rest.</summary>
    private static IReadOnlyList<PackageActionDto> Actions(
        Package package, Certificate? bundled, Caller caller, BusinessCalendar calendar, DateTimeOffset now)
    {
        var refund = PackageRefundPolicy.Assess(PackageRefundFacts.Of(package, bundled, now, now), calendar);
        return
        [
            Action("switchOver", State(PackageTrigger.SwitchOver) ?? (package.OpenRefundId is not null ? ("PK-3", "refund-in-progress")
                : now >= package.ExpiresAt ? ("EX-3", "expired") : null)),
            Action("switchBack", State(PackageTrigger.SwitchBack)),
            Action("refund", refund.Outcome == Domain.Packages.PackageRefundOutcome.Refused ? (refund.Rule, refund.Code) : null),
            Action("renew", Refusal(() => package.EnsureRenewable(calendar, now))),
            Action("upgrade", Refusal(() => package.EnsureUpgradable(null))),
            Action("delete", State(PackageTrigger.Delete)),
        ];

        PackageActionDto Action(string name, (string? Rule, string Code)? refusal)
        {
            refusal ??= caller.Has(Roles.Caller) ? null : (null, "forbidden");
            return new PackageActionDto { Name = name, Permitted = refusal is null, Rule = refusal?.Rule, Code = refusal?.Code };
        }

        (string? Rule, string Code)? State(PackageTrigger trigger) => package.PermittedTriggers.Contains(trigger) ? null : (null, "illegal-transition");

        static (string? Rule, string Code)? Refusal(Action ensure)
        {
            try
            {
                ensure();
                return null;
            }
            catch (DomainException refused)
            {
                return (refused.Rule, refused.Code);
            }
        }
    }

    private static IReadOnlyList<PackageDomainDto> DomainsOf(Package package) =>
    [
        .. package.Domains.Select(d => new PackageDomainDto
        {
            Domain = d.Name,
            Origin = d.Origin,
            SwitchedOverAt = d.SwitchedOverAt,
            CertificateId = package.Serving(d)?.ToString(),
        }),
    ];
}
