namespace CertWorkflows.Client;

/// <summary>An RFC 9457 problem document with the members that this API adds.</summary>
public sealed record ProblemDto
{
    /// <summary>A URI that names the kind of problem; <c>about:blank</c> when the code says it all.</summary>
    public string? Type { get; init; }

    /// <summary>A short sentence, the same for each problem of the kind.</summary>
    public string? Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>What was found and what was allowed, this time.</summary>
    public string? Detail { get; init; }

    /// <summary>The path that was called.</summary>
    public string? Instance { get; init; }

    /// <summary>The kebab-case code to switch on, such as <c>revoke-first</c> or <c>already-completed</c>.</summary>
    public string? Code { get; init; }

    /// <summary>The trace to quote to the operators.</summary>
    public string? TraceId { get; init; }

    /// <summary>What is wrong with the request, by the path of the field.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>With 409: the present state of the thing.</summary>
    public string? State { get; init; }

    /// <summary>With 409: what that state permits.</summary>
    public IReadOnlyList<string>? Permitted { get; init; }

    /// <summary>With 422: the id of the rule that refuses, such as <c>RF-11</c>.</summary>
    public string? Rule { get; init; }

    /// <summary>The renewal under way that stands in the way; null otherwise.</summary>
    public string? RenewalId { get; init; }

    /// <summary>With 409 <c>already-claimed</c>: who holds the task.</summary>
    public PersonDto? Holder { get; init; }

    /// <summary>With 409 <c>already-completed</c>: who completed the task.</summary>
    public PersonDto? Winner { get; init; }
}
