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
            request.Query("deadlines")
                .Add("before", request.Before)
                .Add("instanceId", request.InstanceId)
                .Add("late", request.Late)
                .Add("failing", request.Failing)
                .ToString(),
            cancellationToken);

    /// <summary>Fires a deadline that was given up again.</summary>
    /// <param name="id">The deadline's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 unless it is parked.</exception>
    public Task RetryAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(new ApiCall(HttpMethod.Post, $"deadlines/{Uri.EscapeDataString(id)}/retry"), cancellationToken);
}
