using CertWorkflows.Domain;

namespace CertWorkflows.Server.Customers;

/// <summary>What a customer may see of a request; nothing else goes into the page.</summary>
internal sealed record CustomerRequest
{
    /// <summary>The name of the state machine, by which the texts are found.</summary>
    public required string Kind { get; init; }

    /// <summary>Where it stands, in camelCase.</summary>
    public required string State { get; init; }

    /// <summary>What it is about.</summary>
    public required string Product { get; init; }

    /// <summary>The domains concerned; may be none.</summary>
    public required IReadOnlyList<string> Domains { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Until when the next thing happens; null where nothing is due.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The money that goes back.</summary>
    public Money? Amount { get; init; }

    /// <summary>Where it goes, of which only the end is shown.</summary>
    public string? Account { get; init; }

    /// <summary>Why it was refused (RF-25, RF-28).</summary>
    public string? RefusedBecause { get; init; }
}
