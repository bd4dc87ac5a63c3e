using System.Text.Json.Nodes;

namespace CertWorkflows.Application.Effects;

/// <summary>A connector to the outside world. It must be idempotent by <see cref="EffectRequest.IdempotencyKey"/>.</summary>
public interface IEffectHandler
{
    /// <summary>The <see cref="Effect.Kind"/> that it sends.</summary>
    string Kind { get; }

    /// <summary>Makes one attempt. Exceptions count as <see cref="EffectOutcome.Failed"/>.</summary>
    Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken);
}

/// <summary>One attempt at an effect.</summary>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Now">The time of the attempt, from the (possibly virtual) clock.</param>
/// <param name="FirstSentAt">When the effect was created.</param>
/// <param name="ExternalReference">What an earlier attempt learnt, see <see cref="EffectOutcome.Accepted"/>.</param>
public sealed record EffectRequest(
    Guid Id,
    string IdempotencyKey,
    JsonObject Payload,
    int Attempt,
    DateTimeOffset Now,
    DateTimeOffset FirstSentAt,
    string? ExternalReference);

/// <summary>What came of an attempt.</summary>
public abstract record EffectOutcome
{
    private EffectOutcome()
    {
    }

    /// <summary>Done; the result resumes the workflow.</summary>
    public sealed record Succeeded(JsonObject Result) : EffectOutcome;

    /// <summary>The receiver refused for good; trying again would not help.</summary>
    public sealed record Rejected(string Code, string Message) : EffectOutcome;

    /// <summary>Something that may pass; tried again with back-off, at most the configured number of times.</summary>
    public sealed record Failed(string Message) : EffectOutcome;

    /// <summary>The receiver works on it: look again after a while (does not count as an attempt), unless a callback comes first.</summary>
    public sealed record Accepted(string? ExternalReference, TimeSpan LookAgainAfter) : EffectOutcome;

    /// <summary>The receiver was not asked, or said that it is asked too often: try after a while (does not count as an attempt).</summary>
    public sealed record Postponed(TimeSpan After, string Why) : EffectOutcome;
}
