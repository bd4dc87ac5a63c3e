namespace CertWorkflows.Application.Access;

/// <summary>The caller's <c>If-Match</c> names an older version than the stored one (412 <c>stale</c>).</summary>
public sealed class StaleException(string kind, long expected, long actual)
    : Exception($"The {kind} is at version {actual}, not {expected}: somebody changed it since you read it.")
{
    public long Actual { get; } = actual;
}
