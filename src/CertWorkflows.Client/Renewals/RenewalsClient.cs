namespace CertWorkflows.Client;

/// <summary>Renewal questions and renewal cases.</summary>
public sealed class RenewalsClient
{
    private readonly ApiTransport _transport;

    internal RenewalsClient(ApiTransport transport) => _transport = transport;

    /// <summary>Asks the rules of section 4; nothing is stored.</summary>
    /// <param name="request">The facts.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<RenewalQuoteResponse> QuoteAsync(
        RenewalQuoteRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<RenewalQuoteResponse>(
            new ApiCall(HttpMethod.Post, "renewal-quotes", request), cancellationToken);

    /// <summary>Renews a certificate, which starts <c>renewal</c>: the new one is ordered and its application submitted.</summary>
    /// <param name="request">The certificate, the years and what shall differ.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">422 with the rule that refuses; then nothing is bought.</exception>
    public Task<RenewalDto> CreateAsync(
        CreateRenewalRequest request, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<RenewalDto>(
            new ApiCall(HttpMethod.Post, "renewals", request, idempotencyKey), cancellationToken);

    /// <summary>One case.</summary>
    /// <param name="id">The case's id.</param>
    /// <param name="wait">Holds the answer back until a state is reached; the present state at once when left out.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<RenewalDto> GetAsync(string id, CaseWait? wait = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<RenewalDto>(
            new Query(Path(id)).AddSeconds("wait", wait?.Wait).Add("until", wait?.Until).ToString(), cancellationToken);

    /// <summary>Cases, newest first.</summary>
    /// <param name="request">Which ones.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<RenewalSummaryDto>> ListAsync(
        RenewalListRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<RenewalSummaryDto>>(
            request.Query("renewals")
                .Add("customerId", request.CustomerId)
                .Add("state", request.State)
                .Add("certificateId", request.CertificateId)
                .Add("openedAfter", request.OpenedAfter)
                .ToString(),
            cancellationToken);

    /// <summary>Gives a renewal up before the CA has signed; the new certificate stays bought, and can be refunded.</summary>
    /// <param name="id">The case's id.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 <c>not-cancellable</c> once the CA has signed.</exception>
    public Task<RenewalDto> CancelAsync(
        string id, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<RenewalDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/cancel", ExpectedVersion: expectedVersion), cancellationToken);

    /// <summary>Submits a corrected application after the CA has refused the last one.</summary>
    /// <param name="id">The case's id.</param>
    /// <param name="request">The application.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 <c>not-applicable</c> while none is wanted.</exception>
    public Task<RenewalDto> ApplyAsync(
        string id, SubmitApplicationRequest request, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<RenewalDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/application", request, ExpectedVersion: expectedVersion), cancellationToken);

    /// <summary>Says that the new certificate is installed: the site is looked at at once.</summary>
    /// <param name="id">The case's id.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 <c>not-installable</c> before the CA has signed.</exception>
    public Task<RenewalDto> InstalledAsync(
        string id, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<RenewalDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/installed", ExpectedVersion: expectedVersion), cancellationToken);

    private static string Path(string id) => $"renewals/{Uri.EscapeDataString(id)}";
}
