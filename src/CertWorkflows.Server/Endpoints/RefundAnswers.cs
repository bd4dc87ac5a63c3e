using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain.Refunds;
using Microsoft.EntityFrameworkCore;
using ClientChannel = CertWorkflows.Client.RequestChannel;
using ClientOutcome = CertWorkflows.Client.RefundOutcome;
using ClientReason = CertWorkflows.Client.RefundReason;
using ClientState = CertWorkflows.Client.RefundState;

namespace CertWorkflows.Server.Endpoints;

/// <summary>A refund in the API's words.</summary>
internal static class RefundAnswers
{
    public static string LocationOf(Refund refund) => $"{Api.BasePath}/refunds/{refund.Id}";

    public static RefundSummaryDto Summary(Refund refund, DateTimeOffset now) => new()
    {
        Id = refund.Id.ToString(),
        CertificateId = refund.CertificateId.ToString(),
        CustomerId = refund.CustomerId.Value,
        State = refund.State.As<ClientState>(),
        Outcome = refund.Outcome.As<ClientOutcome>(),
        Rule = refund.Rule,
        Reason = refund.Reason.As<ClientReason>(),
        Refund = refund.Amount.ToDto(),
        OpenedAt = refund.SubmittedAt,
        DecideBy = refund.DecideBy,
        Overdue = refund.IsOverdue(now),
        ClosedAt = refund.ClosedAt,
        DecisionReason = refund.DecisionReason,
    };

    /// <summary>Everything, with the history that the session knows.</summary>
    public static async Task<RefundDto> FullAsync(WorkflowDb db, Refund refund, DateTimeOffset now, CancellationToken cancellationToken) => new()
    {
        Id = refund.Id.ToString(),
        CertificateId = refund.CertificateId.ToString(),
        CustomerId = refund.CustomerId.Value,
        State = refund.State.As<ClientState>(),
        Outcome = refund.Outcome.As<ClientOutcome>(),
        Rule = refund.Rule,
        Reason = refund.Reason.As<ClientReason>(),
        Refund = refund.Amount.ToDto(),
        OpenedAt = refund.SubmittedAt,
        DecideBy = refund.DecideBy,
        Overdue = refund.IsOverdue(now),
        ClosedAt = refund.ClosedAt,
        DecisionReason = refund.DecisionReason,
        Channel = refund.Channel.As<ClientChannel>(),
        RequestedBy = refund.RequestedBy,
        Assistance = refund.Assistance is not { } help
            ? null
            : new AssistanceDto { Wanted = help.Wanted, DingTalk = help.DingTalk, Mobile = help.Mobile },
        Comment = refund.Comment,
        Warnings = refund.Warnings,
        InstanceId = refund.InstanceId.ToString(),
        Payment = refund is { PaymentReference: { } reference, ClosedAt: { } paidAt }
            ? new RefundPaymentDto
            {
                Channel = refund.PayToChannel.As<PaymentChannel>(),
                Account = refund.PayToAccount,
                Reference = reference,
                PaidAt = paidAt,
            }
            : null,
        History = History.Moves(await History.ReadAsync(db, "refund", refund.Id.ToString(), cancellationToken)),
        Links = new RefundLinksDto
        {
            Self = LocationOf(refund),
            Certificate = $"{Api.BasePath}/certificates/{refund.CertificateId}",
            Instance = $"{Api.BasePath}/instances/{refund.InstanceId}",
        },
        Version = refund.Version,
    };

    public static Task<Refund?> FindAsync(WorkflowDb db, Domain.RefundId id, CancellationToken cancellationToken) =>
        db.Refunds.AsNoTracking().SingleOrDefaultAsync(refund => refund.Id == id, cancellationToken);
}
