using CertWorkflows.Client;

namespace CertWorkflows.Reviewer.Cases;

/// <summary>Packages as their pages show them.</summary>
internal static class Packages
{
    public static CaseKind Kind { get; } = new(
        "packages", "package", "PackageState", Enum.GetNames<PackageState>(),
        [CaseFilter.State, CaseFilter.CustomerId, CaseFilter.ExpiringSoon],
        (api, filter, _, cursor, cancellationToken) => CaseKind.RowsAsync(
            api.Packages.ListAsync(
                new PackageListRequest
                {
                    State = filter.StateOf<PackageState>(),
                    CustomerId = filter[CaseFilter.CustomerId],
                    ExpiringSoon = filter.Flag(CaseFilter.ExpiringSoon),
                    Limit = CaseKind.PageSize,
                    Cursor = cursor,
                },
                cancellationToken),
            Row),
        async (api, id, cancellationToken) => Detail(await api.Packages.GetAsync(id, cancellationToken)));

    private static CaseRow Row(PackageSummaryDto it) => new(it.Id, it.State.ToString(), false, [
        Domains(it),
        Edition(it),
        new CaseFact.Plain("customerId", it.CustomerId),
        new CaseFact.Link("servingCertificateId", "certificates", it.ServingCertificateId),
        new CaseFact.Instant("paidAt", it.PaidAt),
        new CaseFact.Instant("expiresAt", it.ExpiresAt, Soon(it)),
    ]);

    private static CaseDetail Detail(PackageDto it) => new(it.State.ToString(), false, [
        Domains(it),
        Edition(it),
        new CaseFact.Plain("customerId", it.CustomerId),
        new CaseFact.Plain("company", it.Company),
        new CaseFact.Plain("orderId", it.OrderId),
        CaseFact.Money("paid", it.Paid),
        CaseFact.Money("voucher", it.Voucher),
        new CaseFact.Instant("paidAt", it.PaidAt),
        new CaseFact.Instant("expiresAt", it.ExpiresAt, Soon(it)),
        new CaseFact.Word("bundled", it.CertificateBundled ? "yes" : "no"),
        new CaseFact.Link("certificateId", "certificates", it.CertificateId),
        new CaseFact.Link("servingCertificateId", "certificates", it.ServingCertificateId),
        new CaseFact.Link("packageRefundId", "package-refunds", it.RefundId),
        ],
        it.History, null, [.. it.Actions.Select(a => new CaseAction(a.Name, a.Permitted, a.Rule, a.Code))]);

    private static CaseFact.Plain Domains(PackageSummaryDto it) =>
        new("domains", it.Domains.Count == 0 ? null : string.Join(", ", it.Domains.Select(d => $"{d.Domain} → {d.Origin}")));

    private static CaseFact.Word Edition(PackageSummaryDto it) =>
        new("edition", System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(it.Edition.ToString()));

    private static bool Soon(PackageSummaryDto it) => it.ExpiringSoon && it.State is PackageState.Active or PackageState.InUse;
}
