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
}
