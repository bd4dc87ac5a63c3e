using CertWorkflows.Application.Access;
using CertWorkflows.Application.Hostings;
using CertWorkflows.Application.Orders;
using CertWorkflows.Application.Renewals;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Domain.Hostings;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Domain.Renewals;
using Microsoft.EntityFrameworkCore;
using ClientState = CertWorkflows.Client.CertificateState;
using DomainPackageState = CertWorkflows.Domain.Packages.PackageState;
using DomainState = CertWorkflows.Domain.Certificates.CertificateState;

namespace CertWorkflows.Server.Endpoints;

/// <summary>A certificate in the API's words.</summary>
internal static class CertificateAnswers
{

    public static CertificateSummaryDto Summary(Certificate certificate) => new()
    {
        Id = certificate.Id.ToString(),
        OrderId = certificate.OrderId.ToString(),
        CustomerId = certificate.CustomerId.Value,
        Product = Products.IdOf(certificate),
        Brand = certificate.Brand,
        Validation = certificate.Validation.As<ValidationLevel>(),
        Wildcard = certificate.Wildcard,
        Kind = certificate.FreeDv ? ProductKind.FreeDv : ProductKind.Paid,
        Bundled = certificate.IsBundled,
        State = certificate.State.As<ClientState>(),
        Domains = certificate.Application?.Domains ?? [],
        PaidAt = certificate.PaidAt,
        ServiceEndsAt = certificate.ServiceEndsAt,
        IssuedAt = certificate.IssuedAt,
        ExpiresAt = certificate.ExpiresAt,
        RevokedAt = certificate.RevokedAt,
        ExpiringSoon = certificate.ExpiringSoon,
        ApplicationMissing = certificate.State == DomainState.Paid,
    };

    /// <summary>Everything, with the history that the session knows.</summary>
    public static async Task<CertificateDto> FullAsync(
        WorkflowDb db,
        Certificate certificate,
        Caller caller,
        DateTimeOffset now,
        BusinessCalendar calendar,
        CancellationToken cancellationToken)
    {
        var history = History.Moves(await History.ReadAsync(db, "certificate", certificate.Id.ToString(), cancellationToken));
        var renewal = await RenewalOpening.OpenOneAsync(
            db, r => r.OldCertificateId == certificate.Id || r.NewCertificateId == certificate.Id, cancellationToken);
        var package = await PackageOfAsync(db, certificate, cancellationToken);
        var hosting = certificate.HostingId is null ? null : await db.FindAsync<Hosting>([certificate.HostingId], cancellationToken);
        var unhostable = HostingCase.Refusal(certificate, now, calendar) ?? (await HostingOpening.Unused(db, certificate).AnyAsync(cancellationToken)
            ? null
            : HostingOpening.NoneBought(certificate));
        return new CertificateDto
        {
            Id = certificate.Id.ToString(),
            OrderId = certificate.OrderId.ToString(),
            CustomerId = certificate.CustomerId.Value,
            Product = Products.IdOf(certificate),
            Brand = certificate.Brand,
            Validation = certificate.Validation.As<ValidationLevel>(),
            Wildcard = certificate.Wildcard,
            Kind = certificate.FreeDv ? ProductKind.FreeDv : ProductKind.Paid,
            Bundled = certificate.IsBundled,
            State = certificate.State.As<ClientState>(),
            Domains = certificate.Application?.Domains ?? [],
            PaidAt = certificate.PaidAt,
            ServiceEndsAt = certificate.ServiceEndsAt,
            IssuedAt = certificate.IssuedAt,
            ExpiresAt = certificate.ExpiresAt,
            RevokedAt = certificate.RevokedAt,
            ExpiringSoon = certificate.ExpiringSoon,
            ApplicationMissing = certificate.State == DomainState.Paid,
            Company = certificate.Company,
            Years = certificate.TermYears,
            Paid = certificate.Cash.ToDto(),
            Voucher = certificate.Voucher.ToDto(),
            Application = ApplicationOf(certificate, history),
            SerialNumber = certificate.Serial,
            Package = package is null ? null : new CertificatePackageDto
            {
                Id = package.Package.Id.ToString(),
                State = package.Package.State.As<Client.PackageState>(),
                RefundId = package.Refund?.Id.ToString(),
                RefundState = package.Refund?.State.As<Client.PackageRefundState>(),
            },
            Credit = certificate.CreditLotId is not { } lot
                ? null
                : new CertificateCreditDto { LotId = lot.ToString(), GivenBack = certificate.CreditGivenBack },
            Hosting = hosting is null ? null : HostingEndpoints.ToDto(hosting),
            Actions = Actions(certificate, package?.Package, renewal, unhostable, caller, now, calendar),
            Links = await LinksAsync(db, certificate, renewal, cancellationToken),
            History = history,
            Version = certificate.Version,
        };
    }

    /// <summary>What can be done now, and what forbids the rest (RF-27: self-service is what the button offers).</summary>
    private static IReadOnlyList<CertificateActionDto> Actions(
        Certificate certificate,
        Package? package,
        Renewal? renewal,
        Domain.DomainException? unhostable,
        Caller caller,
        DateTimeOffset now,
        BusinessCalendar calendar)
    {
        var assessment = RefundPolicy.Assess(
            RefundFacts.Of(certificate, RefundChannel.SelfService, now, packageDeleted: package?.State == DomainPackageState.Deleted), calendar);
        var refused = assessment.Outcome == Domain.Refunds.RefundOutcome.Refused;
        var unrenewable = RenewalCase.Refusal(certificate, now, calendar);
        var boughtByRenewal = renewal?.NewCertificateId == certificate.Id ? RenewalOpening.InProgressCode : null;
        var (endRule, endCode) = EndOf(certificate, now);
        var kept = unrenewable is null && certificate.State == DomainState.Expired ? "EX-4" : null;
        var unappliable = package is { PermitsApplication: false };
        var unrevocable = certificate.IsBundled && package is not { PermitsRevocation: true };
        var tiedToRenewal = boughtByRenewal is not null && RenewalCase.IsUnsigned(renewal!);
        return
        [
            ByState(
                "apply",
                CertificateTrigger.Submit,
                unappliable ? "PK-5" : endRule,
                unappliable ? "refund-in-progress" : endCode ?? boughtByRenewal),
            ByState("withdraw", CertificateTrigger.Withdraw, null, boughtByRenewal),
            ByState(
                "revoke",
                CertificateTrigger.StartRevocation,
                unrevocable ? "RV-3" : endRule,
                unrevocable ? "bundled-in-package" : endCode),
            tiedToRenewal
                ? ByRule("refund", "RN-11", boughtByRenewal)
                : ByState("refund", CertificateTrigger.RequestRefund, refused ? assessment.Rule : null, refused ? assessment.Code : null),
            ByRule("renew", unrenewable?.Rule ?? kept, unrenewable?.Code ?? (renewal is null ? null : RenewalOpening.InProgressCode)),
            ByRule("startHosting", unhostable?.Rule, unhostable?.Code),
            ByRule("endHosting", certificate.HostingId is null ? "BL-4" : null, certificate.HostingId is null ? "not-hosted" : null),
        ];

        CertificateActionDto ByState(string name, CertificateTrigger trigger, string? rule, string? code)
        {
            code ??= !certificate.PermittedTriggers.Contains(trigger) ? "illegal-transition" : null;
            return ByRule(name, rule, code);
        }

        CertificateActionDto ByRule(string name, string? rule, string? code)
        {
            code ??= !caller.Has(Roles.Caller) ? "forbidden" : null;
            return new CertificateActionDto { Name = name, Permitted = code is null, Rule = rule, Code = code };
        }
    }

    private static async Task<PackageOfCertificate?> PackageOfAsync(WorkflowDb db, Certificate certificate, CancellationToken cancellationToken)
    {
        if (certificate.PackageId is not { } id)
        {
            return null;
        }

        var package = await db.Packages.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        return package is null ? null : new PackageOfCertificate(package, await PackageRefundAnswers.LatestAsync(db, id, cancellationToken));
    }

    /// <summary>What the end of the service forbids: the service has stopped, or its configuration is gone.</summary>
    private static (string? Rule, string? Code) EndOf(Certificate certificate, DateTimeOffset now) =>
        certificate.State == DomainState.Released ? ("EX-5", "released")
        : now >= certificate.Expiry ? ("EX-3", "expired")
        : (null, null);

    /// <summary>The open cases; the state alone says where there is none to look for.</summary>
    private static async Task<CertificateLinksDto> LinksAsync(
        WorkflowDb db, Certificate certificate, Renewal? renewal, CancellationToken cancellationToken)
    {
        var refund = certificate.State != DomainState.RefundPending ? null : await db.Refunds.AsNoTracking()
            .FirstOrDefaultAsync(r => r.CertificateId == certificate.Id && r.ClosedAt == null, cancellationToken);
        var revocation = certificate.State != DomainState.RevocationPending ? null : await db.Revocations.AsNoTracking()
            .FirstOrDefaultAsync(r => r.CertificateId == certificate.Id && r.ClosedAt == null, cancellationToken);
        return new CertificateLinksDto
        {
            Self = $"{Api.BasePath}/certificates/{certificate.Id}",
            Renewal = renewal is null ? null : RenewalAnswers.LocationOf(renewal),
            Refund = refund is null ? null : RefundAnswers.LocationOf(refund),
            Revocation = revocation is null ? null : RevocationAnswers.LocationOf(revocation),
        };
    }

    private static CertificateApplicationDto? ApplicationOf(Certificate certificate, IReadOnlyList<HistoryEntry> history) =>
        certificate.Application is not { } application ? null : new CertificateApplicationDto
        {
            Status = certificate.ApplicationStatus.As<Client.ApplicationStatus>(),
            Domains = application.Domains,
            Company = application.Company,
            SubmittedAt = history.LastOrDefault(entry => entry.Trigger == "submit")?.At,
            FailureReason = certificate.ReviewFailure,
            Warnings = application.Warnings,
        };

    private sealed record PackageOfCertificate(Package Package, PackageRefund? Refund);
}
