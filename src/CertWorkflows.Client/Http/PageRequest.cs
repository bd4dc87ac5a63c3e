namespace CertWorkflows.Client;

/// <summary>Which part of a list is wanted.</summary>
public abstract record PageRequest
{
    /// <summary>How many items at most, 1 to 200; the server's default is 50.</summary>
    public int? Limit { get; init; }

    /// <summary>The <see cref="Page{T}.NextCursor"/> of the page before; null for the first page.</summary>
    public string? Cursor { get; init; }

    internal Query Query(string path) => new Query(path).Add("limit", Limit).Add("cursor", Cursor);
}
