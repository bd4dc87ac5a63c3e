using System.Text.Json;

namespace CertWorkflows.Client;

/// <summary>A request to run a definition on a virtual clock. Nothing is stored or sent.</summary>
public sealed record SimulateWorkflowRequest
{
    /// <summary>Number of the version, published or not; the published one when left out, else the latest.</summary>
    public int? Version { get; init; }

    /// <summary>The inputs by name. A <c>CertificateId</c> is read from the real certificates, and only read.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Input { get; init; }

    /// <summary>What events find the instance by.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>When it starts; now when left out.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>How far the virtual clock goes; five years when left out.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What people and the outside world will say.</summary>
    public SimulationAnswers? Answers { get; init; }
}

/// <summary>What people and the outside world will say in a simulation.</summary>
public sealed record SimulationAnswers
{
    /// <summary>Decisions, in order; those for one activity are used one after the other. A task without one stays open.</summary>
    public IReadOnlyList<SimulatedTaskAnswer>? Tasks { get; init; }

    /// <summary>Results of effects, in order; one without an answer succeeds at once.</summary>
    public IReadOnlyList<SimulatedEffectAnswer>? Effects { get; init; }

    /// <summary>Events that are published.</summary>
    public IReadOnlyList<SimulatedEventAnswer>? Events { get; init; }

    /// <summary>Requests to the workflow's own routes; one at the start may start it.</summary>
    public IReadOnlyList<SimulatedRequestAnswer>? Requests { get; init; }
}

/// <summary>A decision.</summary>
public sealed record SimulatedTaskAnswer
{
    /// <summary>Id or name of the human task's activity.</summary>
    public required string Activity { get; init; }

    /// <summary>One of the task's outcomes.</summary>
    public required string Outcome { get; init; }

    /// <summary>The form's values.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Data { get; init; }

    /// <summary>A remark.</summary>
    public string? Comment { get; init; }

    /// <summary>Who decides; somebody new each time when left out.</summary>
    public string? By { get; init; }

    /// <summary>So long after the task was raised, such as <c>P2D</c>; at once when left out.</summary>
    public string? After { get; init; }
}

/// <summary>The result of an effect.</summary>
public sealed record SimulatedEffectAnswer
{
    /// <summary>Of this kind, such as <c>payment</c>; any when left out.</summary>
    public string? Kind { get; init; }

    /// <summary>Id or name of the activity that asks for it; any when left out.</summary>
    public string? Activity { get; init; }

    /// <summary>What the receiver answers; something likely when left out.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Result { get; init; }

    /// <summary>Code with which the receiver refuses for good; it succeeds when left out.</summary>
    public string? Error { get; init; }

    /// <summary>What goes with the refusal.</summary>
    public string? Message { get; init; }

    /// <summary>So long after it was asked for; at once when left out.</summary>
    public string? After { get; init; }
}

/// <summary>An event.</summary>
public sealed record SimulatedEventAnswer
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its payload.</summary>
    public JsonElement? Payload { get; init; }

    /// <summary>So long after the start; at once when left out.</summary>
    public string? After { get; init; }
}

/// <summary>A request to a route of the workflow's own. What the endpoint demands of callers and sizes is not checked.</summary>
public sealed record SimulatedRequestAnswer
{
    /// <summary>Its method; GET when left out.</summary>
    public string? Method { get; init; }

    /// <summary>Its path below the base path, such as <c>/enquiries/ACME</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Its query, by name.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Query { get; init; }

    /// <summary>Its headers, by name.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Headers { get; init; }

    /// <summary>Its body: JSON, or the text of another content type.</summary>
    public JsonElement? Content { get; init; }

    /// <summary>Type of the body; <c>application/json</c> when left out.</summary>
    public string? ContentType { get; init; }

    /// <summary>So long after the start; at once when left out.</summary>
    public string? After { get; init; }
}
