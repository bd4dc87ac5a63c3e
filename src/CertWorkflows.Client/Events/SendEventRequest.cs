using System.Text.Json;

namespace CertWorkflows.Client;

/// <summary>Something that happened outside.</summary>
public sealed record SendEventRequest
{
    /// <summary>Reaches only the instances with this correlation id; all when left out.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>What the workflow gets to see.</summary>
    public JsonElement? Payload { get; init; }
}

/// <summary>Whom an event reached.</summary>
public sealed record SendEventResponse
{
    /// <summary>The instances that went on; empty when none waited.</summary>
    public required IReadOnlyList<string> InstanceIds { get; init; }
}
