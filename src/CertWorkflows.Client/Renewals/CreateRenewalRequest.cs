namespace CertWorkflows.Client;

/// <summary>A certificate to renew (section 4).</summary>
public sealed record CreateRenewalRequest
{
    /// <summary>The certificate that is renewed.</summary>
    public required string CertificateId { get; init; }

    /// <summary>How many years are bought.</summary>
    public required int TermYears { get; init; }

    /// <summary>What shall differ from the last application; nothing when left out. Another kind, brand or company is a new
    /// purchase (RN-4).</summary>
    public RenewalChangesDto? Changes { get; init; }

    /// <summary>How it is paid; as the old one was when left out.</summary>
    public PaymentDto? Payment { get; init; }

    /// <summary>The part of the price paid by voucher; nothing when left out.</summary>
    public MoneyDto? Voucher { get; init; }

    /// <summary>Where to look whether the new certificate is served; its first name when left out.</summary>
    public string? Host { get; init; }

    /// <summary>The port to look at; 443 when left out.</summary>
    public int? Port { get; init; }
}

/// <summary>What differs in a renewal; a member left out stays as it was.</summary>
public sealed record RenewalChangesDto
{
    /// <summary>Another <see cref="ProductDto.Id"/>.</summary>
    public string? Product { get; init; }

    /// <summary>How many domains are bought; the old number, or as many as <see cref="Domains"/> has, when left out.</summary>
    public int? DomainCount { get; init; }

    /// <summary>The domains to certify.</summary>
    public IReadOnlyList<string>? Domains { get; init; }

    /// <summary>The applicant's company.</summary>
    public string? Company { get; init; }

    /// <summary>A PKCS #10 request in PEM.</summary>
    public string? Csr { get; init; }
}
