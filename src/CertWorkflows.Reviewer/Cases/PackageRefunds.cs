using CertWorkflows.Client;

namespace CertWorkflows.Reviewer.Cases;

/// <summary>Package refunds as their pages show them.</summary>
internal static class PackageRefunds
{
    public static CaseKind Kind { get; } = new(
        "package-refunds", "package-refund", "PackageRefundState", Enum.GetNames<PackageRefundState>(),
        [CaseFilter.State, CaseFilter.Overdue, CaseFilter.CustomerId, CaseFilter.PackageId, CaseFilter.CertificateId, CaseFilter.OpenedAfter],
        (api, filter, time, cursor, cancellationToken) => CaseKind.RowsAsync(
            api.PackageRefunds.ListAsync(
                new PackageRefundListRequest
                {
                    State = filter.StateOf<PackageRefundState>(),
                    Overdue = filter.Flag(CaseFilter.Overdue),
                    CustomerId = filter[CaseFilter.CustomerId],
                    PackageId = filter[CaseFilter.PackageId],
                    CertificateId = filter[CaseFilter.CertificateId],
                    OpenedAfter = filter.After(time),
                    Limit = CaseKind.PageSize,
                    Cursor = cursor,
                },
                cancellationToken),
            Row),
        async (api, id, cancellationToken) => Detail(await api.PackageRefunds.GetAsync(id, cancellationToken: cancellationToken)));

    private static CaseRow Row(PackageRefundSummaryDto it) => new(it.Id, it.State.ToString(), it.Overdue, [
        CaseFact.Money("refund", it.Refund),
        new CaseFact.Plain("customerId", it.CustomerId),
        new CaseFact.Link("packageId", "packages", it.PackageId),
        new CaseFact.Plain("ticket", it.Ticket),
        new CaseFact.Instant("openedAt", it.OpenedAt),
        new CaseFact.Instant("payBy", it.PayBy, it.Overdue),
        new CaseFact.Instant("closedAt", it.ClosedAt),
    ]);

    private static CaseDetail Detail(PackageRefundDto it) => new(it.State.ToString(), it.Overdue, [
        CaseFact.Money("refund", it.Refund),
        new CaseFact.Rule("rule", it.Rule),
        new CaseFact.Link("packageId", "packages", it.PackageId),
        new CaseFact.Word("packageState", it.PackageState.ToString(), "PackageState"),
        new CaseFact.Link("certificateId", "certificates", it.CertificateId),
        new CaseFact.Link("refundId", "refunds", it.CertificateRefundId),
        new CaseFact.Plain("customerId", it.CustomerId),
        new CaseFact.Plain("ticket", it.Ticket),
        new CaseFact.Plain("comment", it.Comment),
        new CaseFact.Plain("requestedBy", it.RequestedBy),
        .. it.WaitingFor.Select(what => new CaseFact.Word("waitingFor", what, "Case.WaitingFor")),
        new CaseFact.Instant("openedAt", it.OpenedAt),
        new CaseFact.Instant("payBy", it.PayBy, it.Overdue),
        new CaseFact.Instant("closedAt", it.ClosedAt),
        new CaseFact.Plain("decisionReason", it.DecisionReason),
        .. Refunds.Payment(it.Payment),
        .. it.Warnings.Select(warning => new CaseFact.Word("warning", warning, "Warning")),
        ],
        it.History, it.InstanceId);
}
