namespace CertWorkflows.Client;

/// <summary>One-click HTTPS packages.</summary>
public sealed class PackagesClient
{
    private readonly ApiTransport _transport;

    internal PackagesClient(ApiTransport transport) => _transport = transport;

    /// <summary>Asks the rules of section 6; nothing is stored.</summary>
    /// <param name="request">The facts.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<PackageRefundAssessmentResponse> AssessRefundAsync(
        PackageRefundAssessmentRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<PackageRefundAssessmentResponse>(
            new ApiCall(HttpMethod.Post, "package-refund-assessments", request), cancellationToken);

    /// <summary>Packages, newest first.</summary>
    /// <param name="request">Which ones.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<PackageSummaryDto>> ListAsync(
        PackageListRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<PackageSummaryDto>>(
            request.Query("packages").Add("customerId", request.CustomerId).Add("state", request.State)
                .Add("expiringSoon", request.ExpiringSoon).ToString(),
            cancellationToken);

    /// <summary>One package.</summary>
    /// <param name="id">The package's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<PackageDto> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<PackageDto>(Path(id), cancellationToken);

    /// <summary>Switches a domain over to the package.</summary>
    /// <param name="id">The package's id.</param>
    /// <param name="request">The domain and its origin.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">422 <c>domain-in-use</c>, 409 where the package's state forbids it.</exception>
    public Task<PackageDto> AddDomainAsync(
        string id,
        AddPackageDomainRequest request,
        long? expectedVersion = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<PackageDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/domains", request, idempotencyKey, expectedVersion), cancellationToken);

    /// <summary>Switches a domain back to its origin (PK-3).</summary>
    /// <param name="id">The package's id.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">422 <c>unknown-domain</c>.</exception>
    public Task<PackageDto> SwitchBackAsync(
        string id, string domain, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<PackageDto>(
            new ApiCall(
                HttpMethod.Post,
                $"{Path(id)}/domains/{Uri.EscapeDataString(domain)}/switch-back",
                ExpectedVersion: expectedVersion),
            cancellationToken);

    /// <summary>Lets another certificate serve all domains of the package (EX-7).</summary>
    /// <param name="id">The package's id.</param>
    /// <param name="request">The certificate.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">422 <c>wrong-customer</c>, <c>not-in-service</c>, <c>names-differ</c>,
    /// <c>bundled-in-package</c>, <c>expired</c>; 409 where the package's state forbids it.</exception>
    public Task<PackageDto> InstallCertificateAsync(
        string id,
        InstallPackageCertificateRequest request,
        long? expectedVersion = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<PackageDto>(
            new ApiCall(HttpMethod.Put, $"{Path(id)}/certificate", request, idempotencyKey, expectedVersion), cancellationToken);

    /// <summary>Renews it for another year (EX-6), also within 7 natural days after its expiry (EX-4).</summary>
    /// <param name="id">The package's id.</param>
    /// <param name="request">How it is paid.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">422 <c>released</c> (EX-5), <c>refund-in-progress</c>; 409 where its state forbids
    /// it.</exception>
    public Task<PackageDto> RenewAsync(
        string id,
        RenewPackageRequest request,
        long? expectedVersion = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<PackageDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/renewals", request, idempotencyKey, expectedVersion), cancellationToken);

    /// <summary>Buys another edition in its place, a new package; the old one stays as it is (EX-6).</summary>
    /// <param name="id">The old package's id.</param>
    /// <param name="request">The other edition.</param>
    /// <param name="expectedVersion">The version of the old one that the caller saw.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The new package.</returns>
    /// <exception cref="ApiException">422 <c>same-edition</c>, <c>not-upgradable</c>, <c>refund-in-progress</c>.</exception>
    public Task<PackageDto> UpgradeAsync(
        string id,
        UpgradePackageRequest request,
        long? expectedVersion = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<PackageDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/upgrades", request, idempotencyKey, expectedVersion), cancellationToken);

    /// <summary>Deletes a refunded package (PK-4, PK-8).</summary>
    /// <param name="id">The package's id.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 unless it is refunded.</exception>
    public Task<PackageDto> DeleteAsync(
        string id,
        long? expectedVersion = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<PackageDto>(
            new ApiCall(HttpMethod.Delete, Path(id), IdempotencyKey: idempotencyKey, ExpectedVersion: expectedVersion),
            cancellationToken);

    private static string Path(string id) => $"packages/{Uri.EscapeDataString(id)}";
}
