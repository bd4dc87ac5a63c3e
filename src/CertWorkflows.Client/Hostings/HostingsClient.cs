namespace CertWorkflows.Client;

/// <summary>The hosting service; it is started and ended at a certificate.</summary>
public sealed class HostingsClient
{
    private readonly ApiTransport _transport;

    internal HostingsClient(ApiTransport transport) => _transport = transport;

    /// <summary>Hosting that was bought, newest first.</summary>
    /// <param name="request">Which.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<HostingDto>> ListAsync(HostingListRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<HostingDto>>(
            request.Query("hostings").Add("customerId", request.CustomerId).Add("state", request.State).ToString(),
            cancellationToken);

    /// <summary>One hosting.</summary>
    /// <param name="id">The hosting's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<HostingDto> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<HostingDto>($"hostings/{Uri.EscapeDataString(id)}", cancellationToken);
}
