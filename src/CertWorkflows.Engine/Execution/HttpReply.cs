namespace CertWorkflows.Engine.Execution;

/// <summary>What a turn answers the request that waits for it; sent once the turn is committed .</summary>
/// <param name="Status">From 200 to 599.</param>
/// <param name="Headers">By name; each with its values.</param>
/// <param name="ContentType">Of the body.</param>
/// <param name="Body"><see langword="null"/> for none.</param>
public sealed record HttpReply(
    int Status, IReadOnlyDictionary<string, IReadOnlyList<string>> Headers, string? ContentType, byte[]? Body)
{
    /// <summary>Name under which the receiver shall keep it; <see langword="null"/> where it is no download.</summary>
    public string? Filename { get; init; }

    /// <summary>Entity tag of a download, quoted; <see langword="null"/> for none.</summary>
    public string? EntityTag { get; init; }

    /// <summary>Whether the receiver may ask for a part of it.</summary>
    public bool AllowsRanges { get; init; }
}
