namespace CertWorkflows.Client;

/// <summary>Outside effects and their retries.</summary>
public sealed class EffectsClient
{
    private readonly ApiTransport _transport;

    internal EffectsClient(ApiTransport transport) => _transport = transport;

    /// <summary>Effects, newest first.</summary>
    /// <param name="request">Which ones.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<EffectDto>> ListAsync(EffectListRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<EffectDto>>(
            request.Query("effects")
                .Add("state", request.State)
                .Add("kind", request.Kind)
                .Add("instanceId", request.InstanceId)
                .Add("failing", request.Failing)
                .ToString(),
            cancellationToken);

    /// <summary>Tries a parked effect again, with the same idempotency key.</summary>
    /// <param name="id">The effect's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 unless the effect is parked.</exception>
    public Task<EffectDto> RetryAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<EffectDto>(
            new ApiCall(HttpMethod.Post, $"effects/{Uri.EscapeDataString(id)}/retry"), cancellationToken);

    /// <summary>Gives up a parked effect: it is never sent.</summary>
    /// <param name="id">The effect's id.</param>
    /// <param name="request">Why.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 unless the effect is parked.</exception>
    public Task<EffectDto> GiveUpAsync(string id, GiveUpEffectRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<EffectDto>(
            new ApiCall(HttpMethod.Post, $"effects/{Uri.EscapeDataString(id)}/give-up", request), cancellationToken);
}
