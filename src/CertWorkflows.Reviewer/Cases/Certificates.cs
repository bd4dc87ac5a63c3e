using System.Globalization;
using CertWorkflows.Client;

namespace CertWorkflows.Reviewer.Cases;

/// <summary>Certificates as their pages show them.</summary>
internal static class Certificates
{
    public static CaseKind Kind { get; } = new(
        "certificates", "certificate", "CertificateState", Enum.GetNames<CertificateState>(),
        [CaseFilter.Q, CaseFilter.State, CaseFilter.CustomerId, CaseFilter.Brand, CaseFilter.ExpiringWithin, CaseFilter.ExpiringSoon],
        (api, filter, _, cursor, cancellationToken) => CaseKind.RowsAsync(
            api.Certificates.ListAsync(
                new CertificateListRequest
                {
                    Q = filter[CaseFilter.Q],
                    State = filter.StateOf<CertificateState>(),
                    CustomerId = filter[CaseFilter.CustomerId],
                    Brand = filter[CaseFilter.Brand],
                    ExpiringWithinDays = filter.Days(CaseFilter.ExpiringWithin),
                    ExpiringSoon = filter.Flag(CaseFilter.ExpiringSoon),
                    Limit = CaseKind.PageSize,
                    Cursor = cursor,
                },
                cancellationToken),
            Row),
        async (api, id, cancellationToken) => Detail(await api.Certificates.GetAsync(id, cancellationToken)));

    private static CaseRow Row(CertificateSummaryDto it) => new(it.Id, it.State.ToString(), false, [
        new CaseFact.Plain("domains", it.Domains.Count == 0 ? null : string.Join(", ", it.Domains)),
        new CaseFact.Plain("product", Product(it)),
        new CaseFact.Plain("customerId", it.CustomerId),
        new CaseFact.Instant("paidAt", it.PaidAt),
        new CaseFact.Instant("expiresAt", it.ExpiresAt, it.ExpiringSoon && it.State == CertificateState.Issued),
    ]);

    private static CaseDetail Detail(CertificateDto it) => new(it.State.ToString(), false, [
        new CaseFact.Plain("domains", it.Domains.Count == 0 ? null : string.Join(", ", it.Domains)),
        new CaseFact.Plain("product", Product(it)),
        new CaseFact.Word("kind", it.Kind == ProductKind.FreeDv ? "freeDv" : "paid"),
        new CaseFact.Plain("years", it.Years.ToString(CultureInfo.InvariantCulture)),
        new CaseFact.Plain("customerId", it.CustomerId),
        new CaseFact.Plain("company", it.Company),
        new CaseFact.Plain("orderId", it.OrderId),
        CaseFact.Money("paid", it.Paid),
        CaseFact.Money("voucher", it.Voucher),
        new CaseFact.Word("application", it.Application is { } application ? Camel(application.Status) : null),
        new CaseFact.Plain("failureReason", it.Application?.FailureReason),
        new CaseFact.Instant("paidAt", it.PaidAt),
        new CaseFact.Instant("issuedAt", it.IssuedAt),
        new CaseFact.Instant("expiresAt", it.ExpiresAt, it.ExpiringSoon && it.State == CertificateState.Issued),
        new CaseFact.Instant("revokedAt", it.RevokedAt),
        new CaseFact.Instant("serviceEndsAt", it.ServiceEndsAt),
        new CaseFact.Plain("serialNumber", it.SerialNumber),
        new CaseFact.Link("packageId", "packages", it.Package?.Id),
        new CaseFact.Link("packageRefundId", "package-refunds", it.Package?.RefundId),
        new CaseFact.Link("refundId", "refunds", IdOf(it.Links.Refund)),
        new CaseFact.Link("renewalId", "renewals", IdOf(it.Links.Renewal)),
        new CaseFact.Link("revocationId", "revocations", IdOf(it.Links.Revocation)),
        ],
        it.History, null, [.. it.Actions.Select(a => new CaseAction(a.Name, a.Permitted, a.Rule, a.Code))]);

    private static string Product(CertificateSummaryDto it) =>
        $"{it.Brand} {it.Validation.ToString().ToUpperInvariant()}{(it.Wildcard ? " *" : "")}";

    private static string? IdOf(string? link) => link?.Split('/')[^1];

    private static string Camel(ApplicationStatus status) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
}
