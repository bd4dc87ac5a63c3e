namespace CertWorkflows.Client;

/// <summary>Filters of the inbox that follow the user, and can be shared with a group.</summary>
public sealed class SavedFiltersClient
{
    private readonly ApiTransport _transport;

    internal SavedFiltersClient(ApiTransport transport) => _transport = transport;

    /// <summary>The caller's own and those shared with their groups, by name.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<IReadOnlyList<SavedFilterDto>> ListAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync<IReadOnlyList<SavedFilterDto>>("saved-filters", cancellationToken);

    /// <summary>Keeps a filter.</summary>
    /// <param name="request">The filter.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 <c>filter-name-taken</c>.</exception>
    public Task<SavedFilterDto> CreateAsync(SaveFilterRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<SavedFilterDto>(new ApiCall(HttpMethod.Post, "saved-filters", request), cancellationToken);

    /// <summary>Changes one of the caller's filters.</summary>
    /// <param name="id">The filter's id.</param>
    /// <param name="request">What it is to be.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<SavedFilterDto> ChangeAsync(
        string id, SaveFilterRequest request, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<SavedFilterDto>(
            new ApiCall(HttpMethod.Put, $"saved-filters/{Uri.EscapeDataString(id)}", request, ExpectedVersion: expectedVersion), cancellationToken);

    /// <summary>Deletes one of the caller's filters.</summary>
    /// <param name="id">The filter's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(new ApiCall(HttpMethod.Delete, $"saved-filters/{Uri.EscapeDataString(id)}"), cancellationToken);
}
