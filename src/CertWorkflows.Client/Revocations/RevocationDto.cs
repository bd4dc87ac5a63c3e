namespace CertWorkflows.Client;

/// <summary>A revocation with all there is to know.</summary>
public sealed record RevocationDto : RevocationSummaryDto
{
    /// <summary>How the request came.</summary>
    public required RequestChannel Channel { get; init; }

    /// <summary>Who asked for it; they may not decide a forced one.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>How many mails with a link went out; only the newest link is good.</summary>
    public required int LinksSent { get; init; }

    /// <summary>Until when the newest link can be used.</summary>
    public DateTimeOffset? LinkValidUntil { get; init; }

    /// <summary>When it was confirmed.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>The ticket that asks to force it (RV-2).</summary>
    public string? Ticket { get; init; }

    /// <summary>When an open task for it must be done (RV-6); null without one.</summary>
    public DateTimeOffset? DecideBy { get; init; }

    /// <summary>The workflow instance that runs the case.</summary>
    public required string InstanceId { get; init; }

    /// <summary>What happened, oldest first.</summary>
    public required IReadOnlyList<HistoryEntry> History { get; init; }

    /// <summary>Where to go on.</summary>
    public required RevocationLinksDto Links { get; init; }

    /// <summary>The version for <c>If-Match</c>.</summary>
    public required long Version { get; init; }
}

/// <summary>Addresses beside a revocation, all paths below the server's root.</summary>
public sealed record RevocationLinksDto
{
    /// <summary>The case itself.</summary>
    public required string Self { get; init; }

    /// <summary>Its certificate.</summary>
    public required string Certificate { get; init; }

    /// <summary>The workflow instance that runs it.</summary>
    public required string Instance { get; init; }
}
