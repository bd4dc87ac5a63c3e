namespace CertWorkflows.Client;

/// <summary>Questions about one-click HTTPS packages.</summary>
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
}
