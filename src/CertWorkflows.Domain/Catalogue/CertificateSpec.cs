namespace CertWorkflows.Domain.Catalogue;

/// <summary>What is bought when a certificate is bought (BL-1).</summary>
/// <param name="Brand">The root CA's brand, such as <c>DigiCert</c>; compared without regard to case.</param>
/// <param name="Validation">The validation level; DV for the free product.</param>
/// <param name="Wildcard">Whether names such as <c>*.example.com</c> may be certified.</param>
/// <param name="Domains">How many names may be certified, 1 or more.</param>
/// <param name="Years">How many years are bought.</param>
/// <param name="FreeDv">Whether it is the DV product at price 0.</param>
public sealed record CertificateSpec(
    string Brand,
    ValidationLevel Validation,
    bool Wildcard,
    int Domains,
    int Years,
    bool FreeDv);
