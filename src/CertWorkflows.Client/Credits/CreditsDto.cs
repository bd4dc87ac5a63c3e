namespace CertWorkflows.Client;

/// <summary>A page of credit lots, and what is left of all that were asked for.</summary>
public sealed record CreditsDto
{
    /// <summary>How many credits are left in all lots, on whichever page.</summary>
    public required int Left { get; init; }

    /// <summary>The lots, newest first.</summary>
    public required IReadOnlyList<CreditLotDto> Items { get; init; }

    /// <summary>What to send as <c>cursor</c> for the next page; null on the last.</summary>
    public string? NextCursor { get; init; }
}
