using System.Net;

namespace CertWorkflows.Client;

/// <summary>The API answered a call with something other than success.</summary>
public sealed class ApiException : Exception
{
    /// <summary>Makes the exception of one answer.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="problem">The problem document; made from the status alone when the answer had none.</param>
    /// <param name="retryAfter">How long to wait before another try, when the answer said so.</param>
    public ApiException(HttpStatusCode status, ProblemDto problem, TimeSpan? retryAfter = null)
        : base($"{(int)status} {problem.Code}: {problem.Detail ?? problem.Title}")
    {
        Status = status;
        Problem = problem;
        RetryAfter = retryAfter;
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The problem document.</summary>
    public ProblemDto Problem { get; }

    /// <summary>The problem's <see cref="ProblemDto.Code"/>; empty when the answer had none.</summary>
    public string Code => Problem.Code ?? "";

    /// <summary>With 429 and 503: how long to wait; null when the answer did not say.</summary>
    public TimeSpan? RetryAfter { get; }
}
