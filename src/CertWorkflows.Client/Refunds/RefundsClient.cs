namespace CertWorkflows.Client;

/// <summary>Refund questions and refund cases.</summary>
public sealed class RefundsClient
{
    private readonly ApiTransport _transport;

    internal RefundsClient(ApiTransport transport) => _transport = transport;

    /// <summary>Asks the rules of section 5; nothing is stored.</summary>
    /// <param name="request">The facts.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<RefundAssessmentResponse> AssessAsync(
        RefundAssessmentRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<RefundAssessmentResponse>(
            new ApiCall(HttpMethod.Post, "refund-assessments", request), cancellationToken);

    /// <summary>Asks for a refund, which starts <c>refund-review</c>.</summary>
    /// <param name="request">The certificate and why.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">422 with the rule that refuses; then there is no case.</exception>
    public Task<RefundDto> CreateAsync(
        CreateRefundRequest request, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<RefundDto>(
            new ApiCall(HttpMethod.Post, "refunds", request, idempotencyKey), cancellationToken);

    /// <summary>One case.</summary>
    /// <param name="id">The case's id.</param>
    /// <param name="wait">Holds the answer back until a state is reached; the present state at once when left out.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<RefundDto> GetAsync(string id, CaseWait? wait = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<RefundDto>(
            new Query(Path(id)).AddSeconds("wait", wait?.Wait).Add("until", wait?.Until).ToString(), cancellationToken);

    /// <summary>Cases, newest first.</summary>
    /// <param name="request">Which ones.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<RefundSummaryDto>> ListAsync(
        RefundListRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<RefundSummaryDto>>(
            request.Query("refunds")
                .Add("customerId", request.CustomerId)
                .Add("state", request.State)
                .Add("certificateId", request.CertificateId)
                .Add("openedAfter", request.OpenedAfter)
                .Add("overdue", request.Overdue)
                .ToString(),
            cancellationToken);

    /// <summary>Takes a request back (RF-24).</summary>
    /// <param name="id">The case's id.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 <c>not-cancellable</c> unless the case is under review.</exception>
    public Task<RefundDto> CancelAsync(
        string id, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<RefundDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/cancel", ExpectedVersion: expectedVersion), cancellationToken);

    private static string Path(string id) => $"refunds/{Uri.EscapeDataString(id)}";
}
