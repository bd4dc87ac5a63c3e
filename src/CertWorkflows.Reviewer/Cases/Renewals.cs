using System.Globalization;
using CertWorkflows.Client;

namespace CertWorkflows.Reviewer.Cases;

/// <summary>Renewals as their pages show them.</summary>
internal static class Renewals
{
    public static CaseKind Kind { get; } = new(
        "renewals", "renewal", "RenewalState", Enum.GetNames<RenewalState>(),
        [CaseFilter.State, CaseFilter.CustomerId, CaseFilter.CertificateId, CaseFilter.OpenedAfter],
        (api, filter, time, cursor, cancellationToken) => CaseKind.RowsAsync(
            api.Renewals.ListAsync(
                new RenewalListRequest
                {
                    State = filter.StateOf<RenewalState>(),
                    CustomerId = filter[CaseFilter.CustomerId],
                    CertificateId = filter[CaseFilter.CertificateId],
                    OpenedAfter = filter.After(time),
                    Limit = CaseKind.PageSize,
                    Cursor = cursor,
                },
                cancellationToken),
            Row),
        async (api, id, cancellationToken) => Detail(await api.Renewals.GetAsync(id, cancellationToken: cancellationToken)));

    private static CaseRow Row(RenewalSummaryDto it) => new(it.Id, it.State.ToString(), false, [
        KindOf(it),
        new CaseFact.Plain("customerId", it.CustomerId),
        new CaseFact.Link("certificateId", "certificates", it.CertificateId),
        new CaseFact.Link("newCertificateId", "certificates", it.NewCertificateId),
        new CaseFact.Instant("openedAt", it.OpenedAt),
        new CaseFact.Instant("closedAt", it.ClosedAt),
    ]);

    private static CaseDetail Detail(RenewalDto it) => new(it.State.ToString(), false, [
        KindOf(it),
        new CaseFact.Rule("rule", it.Rule),
        new CaseFact.Plain("domains", it.Domains.Count == 0 ? null : string.Join(", ", it.Domains)),
        new CaseFact.Plain("customerId", it.CustomerId),
        new CaseFact.Plain("company", it.Company),
        new CaseFact.Plain("orderId", it.OrderId),
        new CaseFact.Link("certificateId", "certificates", it.CertificateId),
        new CaseFact.Link("newCertificateId", "certificates", it.NewCertificateId),
        new CaseFact.Plain("years", Number(it.TermYears)),
        new CaseFact.Plain("carriedDays", Number(it.CarriedDays)),
        new CaseFact.Plain("bonusDays", Number(it.BonusDays)),
        new CaseFact.Plain("requestedBy", it.RequestedBy),
        new CaseFact.Instant("openedAt", it.OpenedAt),
        new CaseFact.Instant("oldExpiresAt", it.OldExpiresAt),
        new CaseFact.Instant("expectedExpiresAt", it.ExpiresAt),
        new CaseFact.Instant("closedAt", it.ClosedAt),
        new CaseFact.Why("closeReason", it.CloseReason),
        new CaseFact.Plain("site", $"{it.Verification.Host}:{Number(it.Verification.Port)}"),
        new CaseFact.Instant("lookedAt", it.Verification.LookedAt),
        new CaseFact.Plain("lookProblem", it.Verification.Problem),
        .. it.Mismatch.Select(what => new CaseFact.Word("mismatch", what, "Fact")),
        .. it.Warnings.Select(warning => new CaseFact.Word("warning", warning, "Warning")),
        ],
        it.History, it.InstanceId);

    private static CaseFact.Word KindOf(RenewalSummaryDto it) => new("kind", it.Kind.ToString(), "Case.RenewalKind");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
