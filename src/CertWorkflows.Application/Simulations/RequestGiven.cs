using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Application.Simulations;

/// <summary>A request that will come to one of the workflow's routes. What the endpoint demands of callers and sizes is not checked.</summary>
/// <param name="Path">Below the base path.</param>
/// <param name="After">So long after the start.</param>
public sealed record RequestGiven(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Query,
    IReadOnlyDictionary<string, string> Headers,
    string? ContentType,
    string? Text,
    TimeSpan After)
{
    /// <summary>The request as the endpoint with these rules gets it.</summary>
    internal HttpRequestInput ToInput(HttpEndpointRules rules) => new(new Dictionary<string, object?>
    {
        [nameof(Method)] = Method.ToUpperInvariant(),
        [nameof(Path)] = Path,
        [nameof(ContentType)] = ContentType,
        [nameof(Query)] = Query.ToDictionary(pair => pair.Key, pair => (object?)pair.Value, StringComparer.Ordinal),
        [nameof(Headers)] = Headers.ToDictionary(pair => pair.Key, pair => (object?)pair.Value, StringComparer.OrdinalIgnoreCase),
        ["RouteValues"] = rules.Route().Values(Path),
    })
    {
        Text = Text,
    };
}

/// <summary>What a request came to.</summary>
/// <param name="Reply">What the workflow answered; null where it answered nothing.</param>
/// <param name="IsTaken">Whether an endpoint took it.</param>
/// <param name="HasFailed">Whether the workflow failed before it answered.</param>
public sealed record SimulatedRequest(DateTimeOffset At, RequestGiven Request, HttpReply? Reply, bool IsTaken, bool HasFailed);
