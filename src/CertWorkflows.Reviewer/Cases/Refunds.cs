using CertWorkflows.Client;

namespace CertWorkflows.Reviewer.Cases;

/// <summary>Refunds as their pages show them.</summary>
internal static class Refunds
{
    public static CaseKind Kind { get; } = new(
        "refunds", "refund", "RefundState", Enum.GetNames<RefundState>(),
        [CaseFilter.State, CaseFilter.Overdue, CaseFilter.CustomerId, CaseFilter.CertificateId, CaseFilter.OpenedAfter],
        (api, filter, time, cursor, cancellationToken) => CaseKind.RowsAsync(
            api.Refunds.ListAsync(
                new RefundListRequest
                {
                    State = filter.StateOf<RefundState>(),
                    Overdue = filter.Flag(CaseFilter.Overdue),
                    CustomerId = filter[CaseFilter.CustomerId],
                    CertificateId = filter[CaseFilter.CertificateId],
                    OpenedAfter = filter.After(time),
                    Limit = CaseKind.PageSize,
                    Cursor = cursor,
                },
                cancellationToken),
            Row),
        async (api, id, cancellationToken) => Detail(await api.Refunds.GetAsync(id, cancellationToken: cancellationToken)));

    private static CaseRow Row(RefundSummaryDto it) => new(it.Id, it.State.ToString(), it.Overdue, [
        CaseFact.Money("refund", it.Refund),
        new CaseFact.Plain("customerId", it.CustomerId),
        new CaseFact.Link("certificateId", "certificates", it.CertificateId),
        new CaseFact.Word("reason", it.Reason.ToString(), "Reason"),
        new CaseFact.Instant("openedAt", it.OpenedAt),
        new CaseFact.Instant("decideBy", it.DecideBy, it.Overdue),
        new CaseFact.Instant("closedAt", it.ClosedAt),
    ]);

    private static CaseDetail Detail(RefundDto it) => new(it.State.ToString(), it.Overdue, [
        CaseFact.Money("refund", it.Refund),
        new CaseFact.Rule("rule", it.Rule),
        new CaseFact.Link("certificateId", "certificates", it.CertificateId),
        new CaseFact.Plain("customerId", it.CustomerId),
        new CaseFact.Word("reason", it.Reason.ToString(), "Reason"),
        new CaseFact.Plain("comment", it.Comment),
        new CaseFact.Word("channel", it.Channel == RequestChannel.Ticket ? "ticket" : "selfService"),
        new CaseFact.Plain("requestedBy", it.RequestedBy),
        new CaseFact.Plain("contact", it.Assistance is { } help ? string.Join(" ", new[] { help.DingTalk, help.Mobile }.Where(text => text is not null)) : null),
        new CaseFact.Instant("openedAt", it.OpenedAt),
        new CaseFact.Instant("decideBy", it.DecideBy, it.Overdue),
        new CaseFact.Instant("closedAt", it.ClosedAt),
        new CaseFact.Plain("decisionReason", it.DecisionReason),
        .. Payment(it.Payment),
        .. it.Warnings.Select(warning => new CaseFact.Word("warning", warning, "Warning")),
        ],
        it.History, it.InstanceId);

    /// <summary>How the money went back; nothing before it did.</summary>
    public static IReadOnlyList<CaseFact> Payment(RefundPaymentDto? payment) => payment is null ? [] :
    [
        new CaseFact.Word("payToChannel", System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(payment.Channel.ToString())),
        new CaseFact.Plain("payTo", payment.Account),
        new CaseFact.Plain("reference", payment.Reference),
        new CaseFact.Instant("moneyPaidAt", payment.PaidAt),
    ];
}
