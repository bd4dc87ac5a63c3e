namespace CertWorkflows.Client;

/// <summary>Events from outside that workflows wait for.</summary>
public sealed class EventsClient
{
    private readonly ApiTransport _transport;

    internal EventsClient(ApiTransport transport) => _transport = transport;

    /// <summary>Resumes the instances that wait for an event.</summary>
    /// <param name="name">The event's name.</param>
    /// <param name="request">Whom it is for and what comes with it.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<SendEventResponse> SendAsync(
        string name,
        SendEventRequest request,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<SendEventResponse>(
            new ApiCall(HttpMethod.Post, $"events/{Uri.EscapeDataString(name)}", request, idempotencyKey),
            cancellationToken);
}
