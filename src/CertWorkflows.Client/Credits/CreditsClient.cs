namespace CertWorkflows.Client;

/// <summary>The extension service: credits, each of which issues a free DV certificate (BL-3).</summary>
public sealed class CreditsClient
{
    private readonly ApiTransport _transport;

    internal CreditsClient(ApiTransport transport) => _transport = transport;

    /// <summary>Lots of credits, newest first, and what is left of them.</summary>
    /// <param name="request">Which ones.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<CreditsDto> ListAsync(CreditListRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<CreditsDto>(
            request.Query("credits").Add("customerId", request.CustomerId).ToString(), cancellationToken);

    /// <summary>Spends one credit; it comes back when nothing is issued.</summary>
    /// <param name="request">What to issue, and whose credit it is.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">422 <c>no-credits-left</c>, 400 <c>invalid-application</c>.</exception>
    public Task<CreditIssueDto> IssueAsync(
        IssueByCreditRequest request, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<CreditIssueDto>(
            new ApiCall(HttpMethod.Post, "credits/issues", request, idempotencyKey), cancellationToken);
}
