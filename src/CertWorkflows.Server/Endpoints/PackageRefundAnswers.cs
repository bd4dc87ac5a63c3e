using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Domain.Packages;
using Microsoft.EntityFrameworkCore;
using ClientPackageState = CertWorkflows.Client.PackageState;
using ClientState = CertWorkflows.Client.PackageRefundState;

namespace CertWorkflows.Server.Endpoints;

/// <summary>A package's refund in the API's words.</summary>
internal static class PackageRefundAnswers
{
    public static string LocationOf(PackageRefund refund) => $"{Api.BasePath}/package-refunds/{refund.Id}";

    public static PackageRefundSummaryDto Summary(PackageRefund refund, DateTimeOffset now) => new()
    {
        Id = refund.Id.ToString(),
        PackageId = refund.PackageId.ToString(),
        CustomerId = refund.CustomerId.Value,
        State = refund.State.As<ClientState>(),
        Rule = refund.Rule,
        Ticket = refund.Ticket,
        Refund = refund.Amount.ToDto(),
        CertificateId = refund.CertificateId?.ToString(),
        OpenedAt = refund.SubmittedAt,
        PayBy = refund.PayBy,
        Overdue = refund.IsOverdue(now),
        ClosedAt = refund.ClosedAt,
        DecisionReason = refund.DecisionReason,
    };

    /// <summary>Everything, with the history that the session knows.</summary>
    public static async Task<PackageRefundDto> FullAsync(
        WorkflowDb db, PackageRefund refund, BusinessCalendar calendar, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var package = await db.FindAsync<Package>([refund.PackageId], cancellationToken) ?? throw new NotFoundException("package", refund.PackageId.ToString());
        var bundled = refund.CertificateId is { } id ? await db.FindAsync<Certificate>([id], cancellationToken) : null;
        return new PackageRefundDto
        {
            Id = refund.Id.ToString(),
            PackageId = refund.PackageId.ToString(),
            CustomerId = refund.CustomerId.Value,
            State = refund.State.As<ClientState>(),
            Rule = refund.Rule,
            Ticket = refund.Ticket,
            Refund = refund.Amount.ToDto(),
            CertificateId = refund.CertificateId?.ToString(),
            OpenedAt = refund.SubmittedAt,
            PayBy = refund.PayBy,
            Overdue = refund.IsOverdue(now),
            ClosedAt = refund.ClosedAt,
            DecisionReason = refund.DecisionReason,
            WaitingFor = refund.IsClosed ? [] : PackageRefundCase.Assess(refund, package, bundled, calendar, now).WaitingFor,
            RequestedBy = refund.RequestedBy,
            Comment = refund.Comment,
            Warnings = refund.Warnings,
            PackageState = package.State.As<ClientPackageState>(),
            CertificateRefundId = refund.CertificateRefundId?.ToString(),
            InstanceId = refund.InstanceId.ToString(),
            Payment = PaymentOf(refund),
            History = History.Moves(await History.ReadAsync(db, "package-refund", refund.Id.ToString(), cancellationToken)),
            Links = LinksOf(refund),
            Version = refund.Version,
        };
    }

    public static Task<PackageRefund?> FindAsync(WorkflowDb db, PackageRefundId id, CancellationToken cancellationToken) =>
        db.PackageRefunds.AsNoTracking().SingleOrDefaultAsync(refund => refund.Id == id, cancellationToken);

    /// <summary>The case of refunding a package that was opened last; inside a turn also one that it opens.</summary>
    public static async Task<PackageRefund?> LatestAsync(WorkflowDb db, PackageId package, CancellationToken cancellationToken) =>
        db.PackageRefunds.Local.FirstOrDefault(refund => refund.PackageId == package && !refund.IsClosed)
        ?? await db.PackageRefunds.AsNoTracking()
            .Where(refund => refund.PackageId == package)
            .OrderByDescending(refund => refund.SubmittedAt)
            .FirstOrDefaultAsync(cancellationToken);

    private static RefundPaymentDto? PaymentOf(PackageRefund refund) => refund is { PaymentReference: { } reference, ClosedAt: { } paidAt }
        ? new RefundPaymentDto
        {
            Channel = refund.PayToChannel.As<Client.PaymentChannel>(),
            Account = refund.PayToAccount,
            Reference = reference,
            PaidAt = paidAt,
        }
        : null;

    private static PackageRefundLinksDto LinksOf(PackageRefund refund) => new()
    {
        Self = LocationOf(refund),
        Package = $"{Api.BasePath}/packages/{refund.PackageId}",
        Certificate = refund.CertificateId is { } certificate ? $"{Api.BasePath}/certificates/{certificate}" : null,
        CertificateRefund = refund.CertificateRefundId is { } ofCertificate ? $"{Api.BasePath}/refunds/{ofCertificate}" : null,
        Instance = $"{Api.BasePath}/instances/{refund.InstanceId}",
    };
}
