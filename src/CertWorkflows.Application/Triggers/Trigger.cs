namespace CertWorkflows.Application.Triggers;

/// <summary>An activity of a published definition that starts instances (B-5).</summary>
public sealed class Trigger
{
    public Guid Id { get; init; }

    public required string DefinitionId { get; init; }

    public required string DefinitionVersionId { get; set; }

    public required string ActivityId { get; init; }

    /// <summary>Type of the activity: <c>Elsa.Event</c>, <c>Elsa.Timer</c>, …</summary>
    public required string Name { get; init; }

    /// <summary>Stimulus hash, never with a context (B-1).</summary>
    public required string Hash { get; init; }

    /// <summary>JSON object, members in Pascal case; an endpoint's has its rules, which a new version may change.</summary>
    public required string Payload { get; set; }

    /// <summary>When time starts the next instance; null where something else does, or when it was the last.
    /// Concurrency token: it moves on in the transaction that starts the instance, so that each instant starts one.</summary>
    public DateTimeOffset? NextFireAt { get; set; }
}
