namespace CertWorkflows.Client;

/// <summary>Revocations.</summary>
public sealed class RevocationsClient
{
    private readonly ApiTransport _transport;

    internal RevocationsClient(ApiTransport transport) => _transport = transport;

    /// <summary>Asks to revoke a certificate, which starts <c>revocation-confirmation</c>.</summary>
    /// <param name="request">The certificate and why.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">422 with the rule that refuses, or 409 where the certificate is not in service; then
    /// there is no case.</exception>
    public Task<RevocationDto> CreateAsync(
        CreateRevocationRequest request, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<RevocationDto>(
            new ApiCall(HttpMethod.Post, "revocations", request, idempotencyKey), cancellationToken);

    /// <summary>One case.</summary>
    /// <param name="id">The case's id.</param>
    /// <param name="wait">Holds the answer back until a state is reached; the present state at once when left out.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<RevocationDto> GetAsync(
        string id, CaseWait? wait = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<RevocationDto>(
            new Query(Path(id)).AddSeconds("wait", wait?.Wait).Add("until", wait?.Until).ToString(), cancellationToken);

    /// <summary>Cases, newest first.</summary>
    /// <param name="request">Which ones.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<RevocationSummaryDto>> ListAsync(
        RevocationListRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<RevocationSummaryDto>>(
            request.Query("revocations")
                .Add("customerId", request.CustomerId)
                .Add("state", request.State)
                .Add("certificateId", request.CertificateId)
                .Add("openedAfter", request.OpenedAfter)
                .Add("overdue", request.Overdue)
                .ToString(),
            cancellationToken);

    /// <summary>Asks by ticket to force it (RV-2); links that were sent are void.</summary>
    /// <param name="id">The case's id.</param>
    /// <param name="request">The ticket.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 <c>not-awaiting-confirmation</c>.</exception>
    public Task<RevocationDto> ForceAsync(
        string id,
        ForceRevocationRequest request,
        long? expectedVersion = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<RevocationDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/force", request, idempotencyKey, expectedVersion), cancellationToken);

    /// <summary>Sends a new mail; links that were sent before are void (RV-5).</summary>
    /// <param name="id">The case's id.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 <c>not-awaiting-confirmation</c>.</exception>
    public Task<RevocationDto> SendMailAsync(
        string id,
        long? expectedVersion = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<RevocationDto>(
            new ApiCall(
                HttpMethod.Post, $"{Path(id)}/mails", IdempotencyKey: idempotencyKey, ExpectedVersion: expectedVersion),
            cancellationToken);

    private static string Path(string id) => $"revocations/{Uri.EscapeDataString(id)}";
}
