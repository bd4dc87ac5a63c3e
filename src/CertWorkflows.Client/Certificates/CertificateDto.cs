namespace CertWorkflows.Client;

/// <summary>A certificate with all there is to know.</summary>
public sealed record CertificateDto : CertificateSummaryDto
{
    /// <summary>The applicant's company.</summary>
    public required string Company { get; init; }

    /// <summary>How many years were bought.</summary>
    public required int Years { get; init; }

    /// <summary>The cash part of the price.</summary>
    public required MoneyDto Paid { get; init; }

    /// <summary>The voucher part of the price.</summary>
    public required MoneyDto Voucher { get; init; }

    /// <summary>The application at the CA; null when none was submitted.</summary>
    public CertificateApplicationDto? Application { get; init; }

    /// <summary>The issued certificate's serial number, in hexadecimal; null before.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>The package that it was bought in, by which it is refunded (RF-2); null when bought by itself.</summary>
    public CertificatePackageDto? Package { get; init; }

    /// <summary>The credit that bought it (BL-3); null when it was ordered.</summary>
    public CertificateCreditDto? Credit { get; init; }

    /// <summary>The hosting that replaces it before it expires (BL-4); null when it is not hosted.</summary>
    public HostingDto? Hosting { get; init; }

    /// <summary>What the caller may do now, and what forbids the rest.</summary>
    public required IReadOnlyList<CertificateActionDto> Actions { get; init; }

    /// <summary>What happened, oldest first.</summary>
    public required IReadOnlyList<HistoryEntry> History { get; init; }

    /// <summary>Where it is, and where its open cases are.</summary>
    public required CertificateLinksDto Links { get; init; }

    /// <summary>The version for <c>If-Match</c>.</summary>
    public required long Version { get; init; }
}

/// <summary>The credit that bought a certificate.</summary>
public sealed record CertificateCreditDto
{
    /// <summary>The lot that it was spent from.</summary>
    public required string LotId { get; init; }

    /// <summary>Whether it was given back, because nothing was issued.</summary>
    public required bool GivenBack { get; init; }
}

/// <summary>Where a certificate and its open cases are.</summary>
public sealed record CertificateLinksDto
{
    /// <summary>The certificate.</summary>
    public required string Self { get; init; }

    /// <summary>The renewal under way, of it or by which it was bought; null for none.</summary>
    public string? Renewal { get; init; }

    /// <summary>The refund under way; null for none.</summary>
    public string? Refund { get; init; }

    /// <summary>The revocation under way; null for none.</summary>
    public string? Revocation { get; init; }
}

/// <summary>Something that can be done with a certificate.</summary>
public sealed record CertificateActionDto
{
    /// <summary>The action: <c>apply</c>, <c>withdraw</c>, <c>refund</c>, <c>renew</c>, <c>revoke</c>, <c>startHosting</c>, <c>endHosting</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the caller may do it now (RF-27).</summary>
    public required bool Permitted { get; init; }

    /// <summary>The rule that forbids it, null when the state alone does; of something permitted after the expiry, the rule that
    /// still permits it (EX-4).</summary>
    public string? Rule { get; init; }

    /// <summary>The code to switch on; null when permitted.</summary>
    public string? Code { get; init; }
}

/// <summary>The package that a certificate was bought in.</summary>
public sealed record CertificatePackageDto
{
    /// <summary>The package's id.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands; once it is deleted the certificate is refunded by itself (PK-8).</summary>
    public required PackageState State { get; init; }

    /// <summary>The latest case of refunding it; null where none was asked for.</summary>
    public string? RefundId { get; init; }

    /// <summary>Where that case stands.</summary>
    public PackageRefundState? RefundState { get; init; }
}
