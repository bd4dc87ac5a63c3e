namespace CertWorkflows.Domain.Renewals;

/// <summary>The facts that section 4 judges a renewal by.</summary>
/// <param name="IssuedAt">When the CA signs the new certificate; before that, when the question is asked.</param>
/// <param name="TermYears">The years bought, 1 to 10.</param>
/// <param name="Old">The certificate to renew.</param>
/// <param name="OldExpiresAt">When it expires.</param>
/// <param name="New">What is bought in its place.</param>
/// <param name="IsPlainOrder">Whether it is bought as a plain new order instead of a renewal (RN-6).</param>
/// <param name="BonusDays">What the CA adds as a gift (RN-7).</param>
public sealed record RenewalFacts(
    DateTimeOffset IssuedAt,
    int TermYears,
    RenewedKind Old,
    DateTimeOffset OldExpiresAt,
    RenewedKind New,
    bool IsPlainOrder = false,
    int BonusDays = 0);
