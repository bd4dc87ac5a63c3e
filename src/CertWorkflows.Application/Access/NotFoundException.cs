namespace CertWorkflows.Application.Access;

/// <summary>The thing that was asked for does not exist, or the caller may not know that it does (404 <c>not-found</c>).</summary>
/// <param name="kind">What sort of thing, in words: <c>refund</c>, <c>task</c>.</param>
/// <param name="id">What was asked for.</param>
public sealed class NotFoundException(string kind, string id) : Exception($"There is no {kind} with id '{id}'.")
{
    public NotFoundException(string kind, Guid id)
        : this(kind, id.ToString("D"))
    {
    }

    public string Kind { get; } = kind;

    public string Id { get; } = id;
}
