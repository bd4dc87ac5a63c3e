namespace CertWorkflows.Client;

/// <summary>What falls due when.</summary>
public sealed class DeadlinesClient
{
    private readonly ApiTransport _transport;

    internal DeadlinesClient(ApiTransport transport) => _transport = transport;

    /// <summary>Deadlines that did not fire yet, in due order.</summary>
    /// <param name="request">Which ones.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<DeadlineDto>> ListAsync(DeadlineListRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<DeadlineDto>>(
            request.Query("deadlines").Add("before", request.Before).ToString(), cancellationToken);
}
