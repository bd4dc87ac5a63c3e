using System.Globalization;
using CertWorkflows.Client;

namespace CertWorkflows.Reviewer.Cases;

/// <summary>Revocations as their pages show them.</summary>
internal static class Revocations
{
    public static CaseKind Kind { get; } = new(
        "revocations", "revocation", "RevocationState", Enum.GetNames<RevocationState>(),
        [CaseFilter.State, CaseFilter.Overdue, CaseFilter.CustomerId, CaseFilter.CertificateId, CaseFilter.OpenedAfter],
        (api, filter, time, cursor, cancellationToken) => CaseKind.RowsAsync(
            api.Revocations.ListAsync(
                new RevocationListRequest
                {
                    State = filter.StateOf<RevocationState>(),
                    Overdue = filter.Flag(CaseFilter.Overdue),
                    CustomerId = filter[CaseFilter.CustomerId],
                    CertificateId = filter[CaseFilter.CertificateId],
                    OpenedAfter = filter.After(time),
                    Limit = CaseKind.PageSize,
                    Cursor = cursor,
                },
                cancellationToken),
            Row),
        async (api, id, cancellationToken) => Detail(await api.Revocations.GetAsync(id, cancellationToken: cancellationToken)));

    private static CaseRow Row(RevocationSummaryDto it) => new(it.Id, it.State.ToString(), it.Overdue, [
        Reason(it),
        new CaseFact.Plain("customerId", it.CustomerId),
        new CaseFact.Link("certificateId", "certificates", it.CertificateId),
        new CaseFact.Instant("openedAt", it.OpenedAt),
        new CaseFact.Instant("confirmBy", it.ConfirmBy),
        new CaseFact.Instant("closedAt", it.ClosedAt),
    ]);

    private static CaseDetail Detail(RevocationDto it) => new(it.State.ToString(), it.Overdue, [
        Reason(it),
        new CaseFact.Link("certificateId", "certificates", it.CertificateId),
        new CaseFact.Plain("customerId", it.CustomerId),
        new CaseFact.Word("channel", it.Channel == RequestChannel.Ticket ? "ticket" : "selfService"),
        new CaseFact.Plain("requestedBy", it.RequestedBy),
        new CaseFact.Plain("ticket", it.Ticket),
        new CaseFact.Plain("linksSent", it.LinksSent.ToString(CultureInfo.InvariantCulture)),
        new CaseFact.Instant("openedAt", it.OpenedAt),
        new CaseFact.Instant("confirmBy", it.ConfirmBy),
        new CaseFact.Instant("confirmedAt", it.ConfirmedAt),
        new CaseFact.Instant("decideBy", it.DecideBy, it.Overdue),
        new CaseFact.Instant("revokedAt", it.RevokedAt),
        new CaseFact.Instant("closedAt", it.ClosedAt),
        new CaseFact.Why("endReason", it.EndReason),
        ],
        it.History, it.InstanceId);

    private static CaseFact.Word Reason(RevocationSummaryDto it) => new("revocationReason", Code(it.Reason.ToString()));

    // As RFC 5280, the history and the texts have it; a naming policy would make small all of an acronym.
    private static string Code(string name) => $"{char.ToLowerInvariant(name[0])}{name[1..]}";
}
