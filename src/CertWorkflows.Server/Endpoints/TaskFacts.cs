using System.Text.Json;
using CertWorkflows.Application.Certificates;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Domain.Hostings;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Domain.Renewals;
using CertWorkflows.Domain.Revocations;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Endpoints;

/// <summary>What is known about a task's case, in reading order, each with the rule that looks at it.</summary>
internal static class TaskFacts
{
    public static async Task<IReadOnlyList<TaskFactDto>> OfAsync(
        WorkflowDb db, HumanTask task, Refund? refund, PackageRefund? packageRefund, CancellationToken cancellationToken)
    {
        var revocation = task is { CaseKind: CaseKinds.Revocation, CaseId: { } revocationId }
            ? await RevocationAnswers.FindAsync(db, new RevocationId(revocationId), cancellationToken)
            : null;
        var renewal = task is { CaseKind: CaseKinds.Renewal, CaseId: { } renewalId }
            ? await RenewalAnswers.FindAsync(db, new RenewalId(renewalId), cancellationToken)
            : null;
        var package = packageRefund is null
            ? null
            : await db.Packages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == packageRefund.PackageId, cancellationToken);
        var hosting = task is { CaseKind: CaseKinds.Hosting, CaseId: { } hostingId }
            ? await HostingEndpoints.FindAsync(db, new HostingId(hostingId), cancellationToken)
            : null;
        var certificateId = refund?.CertificateId
            ?? packageRefund?.CertificateId
            ?? revocation?.CertificateId
            ?? renewal?.NewCertificateId
            ?? hosting?.CertificateId
            ?? (task is { CaseKind: CaseKinds.CertificateApplication, CaseId: { } id } ? new CertificateId(id) : (CertificateId?)null);
        var certificate = certificateId is { } wanted
            ? await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Id == wanted, cancellationToken)
            : null;
        return
        [
            .. refund is null ? [] : Of(refund),
            .. packageRefund is null ? [] : Of(packageRefund),
            .. package is null ? [] : Of(package),
            .. revocation is null ? [] : Of(revocation),
            .. renewal is null ? [] : Of(renewal),
            .. hosting is null ? [] : Of(hosting),
            .. certificate is null ? [] : package is null ? Of(certificate) : OfBundled(certificate),
        ];
    }

    private static IEnumerable<TaskFactDto> Of(Refund refund) =>
    [
        Fact("reason", refund.Reason.As<Client.RefundReason>(), "RF-26"),
        Fact("comment", refund.Comment),
        Fact("amount", refund.Amount.ToDto(), "RF-20"),
        Fact("payToChannel", refund.PayToChannel.As<Client.PaymentChannel>(), "RF-21"),
        Fact("payTo", refund.PayToAccount, "RF-21"),
        Fact("channel", refund.Channel.As<RequestChannel>(), "RF-9"),
        Fact("requestedBy", refund.RequestedBy),
        Fact("submittedAt", refund.SubmittedAt, "RF-22"),
        Fact("decideBy", refund.DecideBy, "RF-22"),
        Fact("warnings", refund.Warnings.Count == 0 ? null : refund.Warnings, "RF-23"),
        Fact("approvalsNeeded", refund.ApprovalsNeeded),
        Fact("decidedBy", refund.DecidedBy.Count == 0 ? null : refund.DecidedBy),
        Fact("contact", refund.Assistance is { Wanted: true } help ? help.Mobile ?? help.DingTalk : null, "RF-26"),
    ];

    private static IEnumerable<TaskFactDto> Of(PackageRefund refund) =>
    [
        Fact("ticket", refund.Ticket, "PK-2"),
        Fact("comment", refund.Comment),
        Fact("amount", refund.Amount.ToDto(), "PK-1"),
        Fact("payToChannel", refund.PayToChannel.As<Client.PaymentChannel>(), "PK-1"),
        Fact("payTo", refund.PayToAccount, "PK-1"),
        Fact("requestedBy", refund.RequestedBy),
        Fact("submittedAt", refund.SubmittedAt, "PK-1"),
        Fact("payBy", refund.PayBy, "PK-1"),
        Fact("warnings", refund.Warnings.Count == 0 ? null : refund.Warnings),
        Fact("approvalsNeeded", refund.ApprovalsNeeded),
        Fact("decidedBy", refund.DecidedBy.Count == 0 ? null : refund.DecidedBy),
    ];

    private static IEnumerable<TaskFactDto> Of(Package package) =>
    [
        Fact("customerId", package.CustomerId.Value),
        Fact("company", package.Company),
        Fact("edition", package.Edition.As<Client.PackageEdition>()),
        Fact("packageState", package.State.As<Client.PackageState>(), "PK-3"),
        Fact("domains", package.Domains.Count == 0 ? null : package.Domains.Select(domain => domain.Name)),
        Fact("voucher", package.Voucher.ToDto()),
        Fact("paidAt", package.PaidAt, "PK-1"),
        Fact("packageExpiresAt", package.ExpiresAt),
    ];

    private static IEnumerable<TaskFactDto> OfBundled(Certificate certificate) =>
    [
        Fact("product", certificate.ProductName()),
        Fact("application", certificate.ApplicationStatus.As<Client.ApplicationStatus>(), "PK-5"),
        Fact("issuedAt", certificate.IssuedAt, "PK-6"),
        Fact("revokedAt", certificate.RevokedAt, "PK-6"),
    ];

    private static IEnumerable<TaskFactDto> Of(Renewal renewal) =>
    [
        Fact("site", $"{renewal.Host}:{renewal.Port}", "RN-9"),
        Fact("lookedAt", renewal.LookedAt, "RN-9"),
        Fact("lookProblem", renewal.LookProblem, "RN-9"),
        Fact("oldExpiresAt", renewal.OldExpiresAt, "RN-3"),
        Fact("carriedDays", renewal.CarriedDays, "RN-3"),
        Fact("bonusDays", renewal.BonusDays, "RN-7"),
        Fact("expectedExpiresAt", renewal.ExpectedExpiresAt, "RN-3"),
    ];

    private static IEnumerable<TaskFactDto> Of(Hosting hosting) =>
    [
        Fact("site", hosting.Host is null ? null : $"{hosting.Host}:{hosting.Port}", "RN-9"),
        Fact("startedAt", hosting.StartedAt, "BL-4"),
        Fact("replacements", hosting.Replacements, "RN-10"),
    ];

    private static IEnumerable<TaskFactDto> Of(Revocation revocation) =>
    [
        Fact("reason", revocation.Reason.As<Client.RevocationReason>()),
        Fact("ticket", revocation.Ticket, "RV-2"),
        Fact("channel", revocation.Channel.As<RequestChannel>()),
        Fact("requestedBy", revocation.RequestedBy),
        Fact("requestedAt", revocation.RequestedAt),
        Fact("linksSent", revocation.LinksSent, "RV-5"),
        Fact("confirmedAt", revocation.ConfirmedAt, "RV-1"),
    ];

    private static IEnumerable<TaskFactDto> Of(Certificate certificate) =>
    [
        Fact("customerId", certificate.CustomerId.Value),
        Fact("company", certificate.Company),
        Fact("product", certificate.ProductName(), "RF-1"),
        Fact("bundled", certificate.IsBundled, "RF-2"),
        Fact("voucher", certificate.Voucher.ToDto(), "RF-20"),
        Fact("paidAt", certificate.PaidAt, "RF-8"),
        Fact("serviceEndsAt", certificate.ServiceEndsAt, "RF-5"),
        Fact("application", certificate.ApplicationStatus.As<Client.ApplicationStatus>(), "RF-6"),
        Fact("issuedAt", certificate.IssuedAt, "RF-10"),
        Fact("revokedAt", certificate.RevokedAt, "RF-10"),
        Fact("expiresAt", certificate.ExpiresAt, "RF-4"),
        Fact("domains", certificate.Application?.Domains),
    ];

    private static TaskFactDto Fact<T>(string name, T value, string? rule = null) => new()
    {
        Name = name,
        Value = value is null ? null : JsonSerializer.SerializeToElement(value, ApiJson.Options),
        Rule = rule,
    };
}
