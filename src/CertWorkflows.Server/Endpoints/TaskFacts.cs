using System.Text.Json;
using CertWorkflows.Application.Certificates;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Refunds;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Endpoints;

/// <summary>What is known about a task's case, in reading order, each with the rule that looks at it.</summary>
internal static class TaskFacts
{
    public static async Task<IReadOnlyList<TaskFactDto>> OfAsync(
        WorkflowDb db, HumanTask task, Refund? refund, CancellationToken cancellationToken)
    {
        var certificateId = refund?.CertificateId
            ?? (task is { CaseKind: CaseKinds.CertificateApplication, CaseId: { } id } ? new CertificateId(id) : (CertificateId?)null);
        if (certificateId is not { } wanted)
        {
            return [];
        }

        var certificate = await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Id == wanted, cancellationToken);
        List<TaskFactDto> facts = [];
        if (refund is not null)
        {
            Add("reason", refund.Reason.As<Client.RefundReason>(), "RF-26");
            Add("comment", refund.Comment);
            Add("amount", refund.Amount.ToDto(), "RF-20");
            Add("payToChannel", refund.PayToChannel.As<PaymentChannel>(), "RF-21");
            Add("payTo", refund.PayToAccount, "RF-21");
            Add("channel", refund.Channel.As<Client.RequestChannel>(), "RF-9");
            Add("requestedBy", refund.RequestedBy);
            Add("submittedAt", refund.SubmittedAt, "RF-22");
            Add("decideBy", refund.DecideBy, "RF-22");
            Add("warnings", refund.Warnings.Count == 0 ? null : refund.Warnings, "RF-23");
            Add("approvalsNeeded", refund.ApprovalsNeeded);
            Add("decidedBy", refund.DecidedBy.Count == 0 ? null : refund.DecidedBy);
            Add("contact", refund.Assistance is { Wanted: true } help ? help.Mobile ?? help.DingTalk : null, "RF-26");
        }

        if (certificate is not null)
        {
            Add("customerId", certificate.CustomerId.Value);
            Add("company", certificate.Company);
            Add("product", certificate.ProductName(), "RF-1");
            Add("bundled", certificate.IsBundled, "RF-2");
            Add("voucher", certificate.Voucher.ToDto(), "RF-20");
            Add("paidAt", certificate.PaidAt, "RF-8");
            Add("serviceEndsAt", certificate.ServiceEndsAt, "RF-5");
            Add("application", certificate.ApplicationStatus.As<Client.ApplicationStatus>(), "RF-6");
            Add("issuedAt", certificate.IssuedAt, "RF-10");
            Add("revokedAt", certificate.RevokedAt, "RF-10");
            Add("expiresAt", certificate.ExpiresAt, "RF-4");
            Add("domains", certificate.Application?.Domains);
        }

        return facts;

        void Add<T>(string name, T value, string? rule = null) => facts.Add(new TaskFactDto
        {
            Name = name,
            Value = value is null ? null : JsonSerializer.SerializeToElement(value, ApiJson.Options),
            Rule = rule,
        });
    }
}
