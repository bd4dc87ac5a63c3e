namespace CertWorkflows.Client;

/// <summary>A package as a list shows it.</summary>
public record PackageSummaryDto
{
    /// <summary>The package's id.</summary>
    public required string Id { get; init; }

    /// <summary>The order that bought it.</summary>
    public required string OrderId { get; init; }

    /// <summary>Who bought it.</summary>
    public required string CustomerId { get; init; }

    /// <summary>What was bought.</summary>
    public required PackageEdition Edition { get; init; }

    /// <summary>Where it stands.</summary>
    public required PackageState State { get; init; }

    /// <summary>When payment completed (BL-7).</summary>
    public required DateTimeOffset PaidAt { get; init; }

    /// <summary>When it expires; each renewal adds a year (EX-6).</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The certificate that it was bought to serve with; null for a third party's.</summary>
    public string? CertificateId { get; init; }

    /// <summary>Whether that certificate was bought with it.</summary>
    public required bool CertificateBundled { get; init; }

    /// <summary>The certificate that it serves with now, but for domains that name their own; null for a third party's.</summary>
    public string? ServingCertificateId { get; init; }

    /// <summary>Whether it was marked as expiring soon (EX-1).</summary>
    public bool ExpiringSoon { get; init; }

    /// <summary>The domains that are switched over, oldest first.</summary>
    public required IReadOnlyList<PackageDomainDto> Domains { get; init; }
}

/// <summary>A domain that is switched over to a package.</summary>
public sealed record PackageDomainDto
{
    /// <summary>The domain.</summary>
    public required string Domain { get; init; }

    /// <summary>The host or address to which it is switched back.</summary>
    public required string Origin { get; init; }

    /// <summary>When it was switched over.</summary>
    public required DateTimeOffset SwitchedOverAt { get; init; }

    /// <summary>The certificate that serves it; null for a third party's (EX-7).</summary>
    public string? CertificateId { get; init; }
}
