using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain.Packages;
using ClientEdition = CertWorkflows.Client.PackageEdition;
using ClientState = CertWorkflows.Client.PackageState;

namespace CertWorkflows.Server.Endpoints;

/// <summary>A package in the API's words.</summary>
internal static class PackageAnswers
{
    public static PackageSummaryDto Summary(Package package) => new()
    {
        Id = package.Id.ToString(),
        OrderId = package.OrderId.ToString(),
        CustomerId = package.CustomerId.Value,
        Edition = package.Edition.As<ClientEdition>(),
        State = package.State.As<ClientState>(),
        PaidAt = package.PaidAt,
        ExpiresAt = package.ExpiresAt,
        CertificateId = package.CertificateId?.ToString(),
        CertificateBundled = package.CertificateBundled,
        ServingCertificateId = (package.InstalledCertificateId ?? package.CertificateId)?.ToString(),
        ExpiringSoon = package.ExpiringSoon,
        Domains = DomainsOf(package),
    };

    /// <summary>Everything, with the history that the session knows.</summary>
    public static async Task<PackageDto> FullAsync(WorkflowDb db, Package package, CancellationToken cancellationToken) => new()
    {
        Id = package.Id.ToString(),
        OrderId = package.OrderId.ToString(),
        CustomerId = package.CustomerId.Value,
        Edition = package.Edition.As<ClientEdition>(),
        State = package.State.As<ClientState>(),
        PaidAt = package.PaidAt,
        ExpiresAt = package.ExpiresAt,
        CertificateId = package.CertificateId?.ToString(),
        CertificateBundled = package.CertificateBundled,
        ServingCertificateId = (package.InstalledCertificateId ?? package.CertificateId)?.ToString(),
        ExpiringSoon = package.ExpiringSoon,
        Domains = DomainsOf(package),
        Company = package.Company,
        Paid = package.Cash.ToDto(),
        Voucher = package.Voucher.ToDto(),
        History = History.Moves(await History.ReadAsync(db, "package", package.Id.ToString(), cancellationToken)),
        Version = package.Version,
    };

    private static IReadOnlyList<PackageDomainDto> DomainsOf(Package package) =>
    [
        .. package.Domains.Select(d => new PackageDomainDto
        {
            Domain = d.Name,
            Origin = d.Origin,
            SwitchedOverAt = d.SwitchedOverAt,
            CertificateId = package.Serving(d)?.ToString(),
        }),
    ];
}
