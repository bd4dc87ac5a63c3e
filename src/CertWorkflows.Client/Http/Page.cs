namespace CertWorkflows.Client;

/// <summary>One page of a list in a stable order.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
public sealed record Page<T>
{
    /// <summary>The items; empty when there are none.</summary>
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>What to send as <c>cursor</c> for the next page; null on the last.</summary>
    public string? NextCursor { get; init; }
}
