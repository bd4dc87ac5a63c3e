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
}
