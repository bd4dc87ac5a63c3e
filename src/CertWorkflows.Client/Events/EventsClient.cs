using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

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

    /// <summary>What happens to the cases, tasks and instances that the caller may see, as it happens.</summary>
    /// <param name="lastEventId">The last change that the caller knows: what came after it is told first. Null begins now.</param>
    /// <param name="cancellationToken">Stops listening.</param>
    /// <remarks>The stream ends from time to time; listen again with the last id. A change may be told twice.</remarks>
    /// <exception cref="ApiException">The caller may not listen, or the id is none.</exception>
    public async IAsyncEnumerable<ChangeMessage> ListenAsync(
        string? lastEventId = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var response = await _transport.OpenStreamAsync("events", lastEventId, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream, (_, data) => data.IsEmpty ? null : JsonSerializer.Deserialize<ChangeEventDto>(data, ApiJson.Options))
            .EnumerateAsync(cancellationToken))
        {
            if (Enum.TryParse<ChangeMessageKind>(item.EventType, ignoreCase: true, out var kind))
            {
                yield return new ChangeMessage(kind, item.Data);
            }
        }
    }
}
