namespace CertWorkflows.Client;

/// <summary>The virtual clock.</summary>
public sealed class ClockClient
{
    private readonly ApiTransport _transport;

    internal ClockClient(ApiTransport transport) => _transport = transport;

    /// <summary>What the clock shows.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">404 on a host without a virtual clock.</exception>
    public Task<ClockDto> GetAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync<ClockDto>("clock", cancellationToken);

    /// <summary>Moves the clock, firing what falls due on the way, and answers when all of it was handled.</summary>
    /// <param name="request">How far.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">400 when it would go back.</exception>
    public Task<AdvanceClockResponse> AdvanceAsync(
        AdvanceClockRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<AdvanceClockResponse>(
            new ApiCall(HttpMethod.Post, "clock/advance", request), cancellationToken);
}
