namespace CertWorkflows.Client;

/// <summary>The connectors to the outside world.</summary>
public sealed class ConnectorsClient
{
    private readonly ApiTransport _transport;

    internal ConnectorsClient(ApiTransport transport) => _transport = transport;

    /// <summary>How the connectors of the node that answers fare since it started.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<IReadOnlyList<ConnectorDto>> ListAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync<IReadOnlyList<ConnectorDto>>("connectors", cancellationToken);
}
