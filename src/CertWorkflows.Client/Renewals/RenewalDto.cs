namespace CertWorkflows.Client;

/// <summary>A renewal case with all there is to know.</summary>
public sealed record RenewalDto : RenewalSummaryDto
{
    /// <summary>The order that bought the new certificate.</summary>
    public required string OrderId { get; init; }

    /// <summary>How many years were bought.</summary>
    public required int TermYears { get; init; }

    /// <summary>The fields that differ (RN-4).</summary>
    public required IReadOnlyList<string> Mismatch { get; init; }

    /// <summary>When the old certificate expires.</summary>
    public required DateTimeOffset OldExpiresAt { get; init; }

    /// <summary>Days that are carried over (RN-3); what it would be today, until the CA has signed.</summary>
    public required int CarriedDays { get; init; }

    /// <summary>Days that the CA added as a gift (RN-7).</summary>
    public required int BonusDays { get; init; }

    /// <summary>When the new certificate expires by the rules; what it would be today, until the CA has signed.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether the CA gave another date than the rules say.</summary>
    public required bool ExpiryDiffers { get; init; }

    /// <summary>The domains applied for.</summary>
    public required IReadOnlyList<string> Domains { get; init; }

    /// <summary>The applicant's company; the order's when null.</summary>
    public string? Company { get; init; }

    /// <summary>Codes of warnings: <c>may-not-be-issued-before-expiry</c> (RN-2), <c>ip-address-needs-ie11</c> (BL-6).</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>How much time to leave before expiry (RN-2).</summary>
    public required string Advice { get; init; }

    /// <summary>Whether the site serves the new certificate (RN-9).</summary>
    public required RenewalVerificationDto Verification { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>Why it was given up; null otherwise.</summary>
    public string? CloseReason { get; init; }

    /// <summary>The workflow instance that runs the case.</summary>
    public required string InstanceId { get; init; }

    /// <summary>What happened, oldest first.</summary>
    public required IReadOnlyList<HistoryEntry> History { get; init; }

    /// <summary>Where to go on.</summary>
    public required RenewalLinksDto Links { get; init; }

    /// <summary>The version for <c>If-Match</c>.</summary>
    public required long Version { get; init; }
}

/// <summary>What the last look at the site found (RN-9).</summary>
public sealed record RenewalVerificationDto
{
    /// <summary>The site.</summary>
    public required string Host { get; init; }

    /// <summary>Its port.</summary>
    public required int Port { get; init; }

    /// <summary>When it was looked at last; null before the first look.</summary>
    public DateTimeOffset? LookedAt { get; init; }

    /// <summary>Whether it serves the new certificate.</summary>
    public required bool Seen { get; init; }

    /// <summary>Why the last look did not find it.</summary>
    public string? Problem { get; init; }
}

/// <summary>Addresses beside a renewal case, all paths below the server's root.</summary>
public sealed record RenewalLinksDto
{
    /// <summary>The case itself.</summary>
    public required string Self { get; init; }

    /// <summary>The certificate that is renewed.</summary>
    public required string Certificate { get; init; }

    /// <summary>The certificate that was bought in its place.</summary>
    public required string NewCertificate { get; init; }

    /// <summary>The workflow instance that runs it.</summary>
    public required string Instance { get; init; }
}
