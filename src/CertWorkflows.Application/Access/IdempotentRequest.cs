namespace CertWorkflows.Application.Access;

/// <summary>
/// A request that carried an <c>Idempotency-Key</c>. Its answer is a row in the session of what the request does: both are
/// committed or neither, and the unique key (caller, key) lets only one of two such requests win.
/// </summary>
/// <param name="Caller">Who asks; keys are scoped to the caller.</param>
/// <param name="RequestHash">SHA-256 of method, path and body.</param>
public sealed record IdempotentRequest(string Caller, string Key, string RequestHash)
{
    /// <summary>The row to add before the commit.</summary>
    public StoredAnswer Answer(int status, string body, string? location, DateTimeOffset at) => new()
    {
        Caller = Caller,
        Key = Key,
        RequestHash = RequestHash,
        Status = status,
        Body = body,
        Location = location,
        CreatedAt = at,
    };
}
