namespace CertWorkflows.Application.Workflows;

/// <summary>Which instance waits for what: the look-up row of an <c>Elsa.Event</c> or <c>Elsa.HttpEndpoint</c> bookmark (B-3).</summary>
public sealed class EventBookmark
{
    /// <summary>The bookmark's id in the instance's state.</summary>
    public Guid Id { get; init; }

    public Guid InstanceId { get; init; }

    /// <summary>Name of the event; path of the endpoint.</summary>
    public required string EventName { get; init; }

    /// <summary>Stimulus hash (B-1).</summary>
    public required string Hash { get; init; }

    public string? CorrelationId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
