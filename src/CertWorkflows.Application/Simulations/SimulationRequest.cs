using System.Text.Json.Nodes;

namespace CertWorkflows.Application.Simulations;

/// <summary>What a simulation is given: a definition version, its input, and what people and the outside world will say.</summary>
public sealed record SimulationRequest(string DefinitionId)
{
    /// <summary>Number of the version, published or not; null for the published one, else the latest.</summary>
    public int? Version { get; init; }

    public IReadOnlyDictionary<string, object?> Input { get; init; } = new Dictionary<string, object?>();

    public string? CorrelationId { get; init; }

    /// <summary>When it starts; null for now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>How far the virtual clock goes; null for five years after the start.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>In order; those for one activity are used one after the other. A task without an answer stays open.</summary>
    public IReadOnlyList<TaskAnswer> Tasks { get; init; } = [];

    /// <summary>In order likewise; an effect without an answer succeeds at once.</summary>
    public IReadOnlyList<EffectAnswerGiven> Effects { get; init; } = [];

    public IReadOnlyList<EventGiven> Events { get; init; } = [];

    public IReadOnlyList<RequestGiven> Requests { get; init; } = [];
}

/// <summary>What a person will do with a task.</summary>
/// <param name="ActivityId">The human task's activity id or name.</param>
/// <param name="Outcome">The decision.</param>
/// <param name="Data">The form's values.</param>
/// <param name="By">Who decides; null for somebody new each time, so that four eyes are four.</param>
/// <param name="After">After so long.</param>
public sealed record TaskAnswer(string ActivityId, string Outcome, JsonObject? Data, string? Comment, string? By, TimeSpan After);

/// <summary>What an effect will come to.</summary>
/// <param name="Kind">Of this kind; null for any.</param>
/// <param name="ActivityId">Asked for by this activity, id or name; null for any.</param>
/// <param name="Result">The result of one that succeeds; null for a likely one.</param>
/// <param name="Error">Code of one that is refused for good; null for one that succeeds.</param>
/// <param name="After">After so long.</param>
public sealed record EffectAnswerGiven(string? Kind, string? ActivityId, JsonObject? Result, string? Error, string? Message, TimeSpan After);

/// <summary>An event that will be published.</summary>
/// <param name="After">So long after the start.</param>
public sealed record EventGiven(string Name, object? Payload, TimeSpan After);
