namespace CertWorkflows.Client;

/// <summary>Paid orders.</summary>
public sealed class OrdersClient
{
    private readonly ApiTransport _transport;

    internal OrdersClient(ApiTransport transport) => _transport = transport;

    /// <summary>Records a paid order and creates what it bought.</summary>
    /// <param name="request">The order.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<OrderDto> CreateAsync(
        CreateOrderRequest request, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<OrderDto>(
            new ApiCall(HttpMethod.Post, "orders", request, idempotencyKey), cancellationToken);
}
