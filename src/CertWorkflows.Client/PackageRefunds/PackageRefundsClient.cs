namespace CertWorkflows.Client;

/// <summary>Refunds of packages.</summary>
public sealed class PackageRefundsClient
{
    private readonly ApiTransport _transport;

    internal PackageRefundsClient(ApiTransport transport) => _transport = transport;

    /// <summary>Asks for a refund by ticket, which starts <c>https-package-refund</c>.</summary>
    /// <param name="request">The package and the ticket.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">422 with the rule that refuses; then there is no case.</exception>
    public Task<PackageRefundDto> CreateAsync(
        CreatePackageRefundRequest request, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<PackageRefundDto>(
            new ApiCall(HttpMethod.Post, "package-refunds", request, idempotencyKey), cancellationToken);

    /// <summary>One case.</summary>
    /// <param name="id">The case's id.</param>
    /// <param name="wait">Holds the answer back until a state is reached; the present state at once when left out.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<PackageRefundDto> GetAsync(
        string id, CaseWait? wait = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<PackageRefundDto>(
            new Query(Path(id)).AddSeconds("wait", wait?.Wait).Add("until", wait?.Until).ToString(), cancellationToken);

    /// <summary>Cases, newest first.</summary>
    /// <param name="request">Which ones.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<PackageRefundSummaryDto>> ListAsync(
        PackageRefundListRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<PackageRefundSummaryDto>>(
            request.Query("package-refunds")
                .Add("customerId", request.CustomerId)
                .Add("state", request.State)
                .Add("packageId", request.PackageId)
                .Add("certificateId", request.CertificateId)
                .Add("openedAfter", request.OpenedAfter)
                .Add("overdue", request.Overdue)
                .ToString(),
            cancellationToken);

    /// <summary>Takes a request back before it is approved.</summary>
    /// <param name="id">The case's id.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 <c>not-cancellable</c>.</exception>
    public Task<PackageRefundDto> CancelAsync(
        string id, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<PackageRefundDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/cancel", ExpectedVersion: expectedVersion), cancellationToken);

    private static string Path(string id) => $"package-refunds/{Uri.EscapeDataString(id)}";
}
