namespace CertWorkflows.Domain.Renewals;

/// <summary>What the CA signed for a renewal.</summary>
/// <param name="IssuedAt">When it signed.</param>
/// <param name="ExpiresAt">When the validity ends.</param>
/// <param name="ChainPem">The certificate and its issuers in PEM, the certificate first.</param>
/// <param name="Serial">The serial number.</param>
/// <param name="BonusDays">Days that it added as a gift (RN-7).</param>
public sealed record CaIssue(DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, string ChainPem, string Serial, int BonusDays);
