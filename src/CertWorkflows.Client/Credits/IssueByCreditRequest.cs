namespace CertWorkflows.Client;

/// <summary>A free DV certificate that a credit buys (BL-3).</summary>
public sealed record IssueByCreditRequest
{
    /// <summary>Whose credit is spent.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The domains to certify; as many as the free DV product holds.</summary>
    public required IReadOnlyList<string> Domains { get; init; }

    /// <summary>A PKCS #10 request in PEM; the CA's side makes a key when left out.</summary>
    public string? Csr { get; init; }
}

/// <summary>What a credit bought.</summary>
public sealed record CreditIssueDto
{
    /// <summary>The certificate; it is under review.</summary>
    public required CertificateDto Certificate { get; init; }

    /// <summary>How many credits the customer has left.</summary>
    public required int CreditsLeft { get; init; }
}
