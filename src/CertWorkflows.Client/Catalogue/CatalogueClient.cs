namespace CertWorkflows.Client;

/// <summary>Products and prices.</summary>
public sealed class CatalogueClient
{
    private readonly ApiTransport _transport;

    internal CatalogueClient(ApiTransport transport) => _transport = transport;

    /// <summary>The whole catalogue.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<CatalogueDto> GetAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync<CatalogueDto>("catalogue", cancellationToken);

    /// <summary>Asks what things would cost (BL-1 to BL-4); nothing is stored.</summary>
    /// <param name="request">The things.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<QuoteDto> QuoteAsync(QuoteRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<QuoteDto>(new ApiCall(HttpMethod.Post, "quotes", request), cancellationToken);
}
