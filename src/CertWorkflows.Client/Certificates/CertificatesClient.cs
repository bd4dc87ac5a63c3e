using System.Globalization;

namespace CertWorkflows.Client;

/// <summary>Certificates and their applications.</summary>
public sealed class CertificatesClient
{
    private readonly ApiTransport _transport;

    internal CertificatesClient(ApiTransport transport) => _transport = transport;

    /// <summary>Certificates, newest first.</summary>
    /// <param name="request">Which ones.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<CertificateSummaryDto>> ListAsync(
        CertificateListRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<CertificateSummaryDto>>(
            request.Query("certificates")
                .Add("customerId", request.CustomerId)
                .Add("state", request.State)
                .Add("expiringWithin", request.ExpiringWithinDays is { } days
                    ? string.Create(CultureInfo.InvariantCulture, $"{days}d")
                    : null)
                .Add("expiringSoon", request.ExpiringSoon)
                .Add("brand", request.Brand)
                .Add("q", request.Q)
                .ToString(),
            cancellationToken);

    /// <summary>One certificate.</summary>
    /// <param name="id">The certificate's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<CertificateDto> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<CertificateDto>(Path(id), cancellationToken);

    /// <summary>Submits an application to the CA.</summary>
    /// <param name="id">The certificate's id.</param>
    /// <param name="request">The application.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 when the state does not permit an application.</exception>
    public Task<CertificateDto> SubmitApplicationAsync(
        string id,
        SubmitApplicationRequest request,
        string? idempotencyKey = null,
        long? expectedVersion = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<CertificateDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/application", request, idempotencyKey, expectedVersion),
            cancellationToken);

    /// <summary>Withdraws the application.</summary>
    /// <param name="id">The certificate's id.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 unless the application is under review.</exception>
    public Task<CertificateDto> WithdrawApplicationAsync(
        string id, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<CertificateDto>(
            new ApiCall(HttpMethod.Delete, $"{Path(id)}/application", ExpectedVersion: expectedVersion), cancellationToken);

    /// <summary>The issued chain in PEM, the certificate first.</summary>
    /// <param name="id">The certificate's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 before the certificate is issued.</exception>
    public Task<string> GetPemAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetTextAsync($"{Path(id)}/pem", cancellationToken);

    /// <summary>Starts a bought, unused hosting for the certificate (BL-4).</summary>
    /// <param name="id">The certificate's id.</param>
    /// <param name="request">Where the site is; its first name and port 443 when null.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">422 <c>no-hosting-bought</c>, <c>already-hosted</c>, or the rule that forbids to renew it.</exception>
    public Task<CertificateDto> StartHostingAsync(
        string id,
        StartHostingRequest? request = null,
        string? idempotencyKey = null,
        long? expectedVersion = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<CertificateDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/hosting", request ?? new StartHostingRequest(), idempotencyKey, expectedVersion),
            cancellationToken);

    /// <summary>Ends the hosting of the certificate.</summary>
    /// <param name="id">The certificate's id.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 <c>not-hosted</c>.</exception>
    public Task<CertificateDto> EndHostingAsync(
        string id, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<CertificateDto>(
            new ApiCall(HttpMethod.Delete, $"{Path(id)}/hosting", ExpectedVersion: expectedVersion), cancellationToken);

    private static string Path(string id) => $"certificates/{Uri.EscapeDataString(id)}";
}
