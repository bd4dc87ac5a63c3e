namespace CertWorkflows.Client;

/// <summary>The facts that decide a renewal (section 4); nothing is stored.</summary>
public sealed record RenewalQuoteRequest
{
    /// <summary>When the CA signs the new certificate.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The years bought, 1 to 10.</summary>
    public required int TermYears { get; init; }

    /// <summary>The certificate that it follows.</summary>
    public required RenewedCertificateDto Old { get; init; }

    /// <summary>What is bought in its place.</summary>
    public required RenewingCertificateDto New { get; init; }

    /// <summary>How it is bought (RN-6).</summary>
    public required RenewalPurchase BoughtAs { get; init; }

    /// <summary>Days that the CA adds as a gift, 0 to 31 for DigiCert and GeoTrust and 0 for others (RN-7); 0 when left
    /// out.</summary>
    public int BonusDays { get; init; }
}

/// <summary>What RN-4 and RN-5 ask of a certificate that is bought.</summary>
public record RenewingCertificateDto
{
    /// <summary>The root CA's brand.</summary>
    public required string Brand { get; init; }

    /// <summary>The validation level.</summary>
    public required ValidationLevel Validation { get; init; }

    /// <summary>Whether it covers all names below the domain.</summary>
    public required bool Wildcard { get; init; }

    /// <summary>How many domains it holds, 1 or more.</summary>
    public required int Domains { get; init; }

    /// <summary>The applicant's company.</summary>
    public required string Company { get; init; }

    /// <summary>Paid or free DV.</summary>
    public required ProductKind Product { get; init; }
}

/// <summary>The certificate that a renewal follows.</summary>
public sealed record RenewedCertificateDto : RenewingCertificateDto
{
    /// <summary>When it expires.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>How a certificate that follows another is bought.</summary>
public enum RenewalPurchase
{
    /// <summary>As the old one's renewal.</summary>
    Renewal,

    /// <summary>As a plain new order, which carries nothing (RN-6).</summary>
    Order,
}
