namespace CertWorkflows.Domain.Renewals;

/// <summary>What <see cref="RenewalPolicy"/> says.</summary>
/// <param name="Kind">Whether it is a renewal; a refused one could only be bought anew.</param>
/// <param name="IsRefused">Whether it cannot be bought as a renewal now (RN-1, RN-12).</param>
/// <param name="CarriedDays">Unused natural days of the old certificate that are added (RN-3).</param>
/// <param name="BonusDays">Days that the CA adds as a gift (RN-7).</param>
/// <param name="ExpiresAt">When the new certificate expires; for a refused one, what a new purchase would have.</param>
/// <param name="Rule">The rule that decided, such as <c>RN-3</c>.</param>
/// <param name="Code">Its code, such as <c>carried</c>.</param>
/// <param name="Mismatch">The fields that differ (RN-4); empty unless the code is <c>mismatch</c>.</param>
/// <param name="Warnings">Codes of what to know: <see cref="RenewalPolicy.ShortNotice"/>.</param>
/// <param name="Message">The decision for people.</param>
public sealed record RenewalQuote(
    RenewalKind Kind,
    bool IsRefused,
    int CarriedDays,
    int BonusDays,
    DateTimeOffset ExpiresAt,
    string Rule,
    string Code,
    IReadOnlyList<string> Mismatch,
    IReadOnlyList<string> Warnings,
    string Message)
{
    /// <summary>Refuses what cannot be bought as a renewal now.</summary>
    /// <exception cref="DomainException"><c>too-early</c> (RN-1) or <c>released</c> (RN-12).</exception>
    public void EnsureAllowed()
    {
        if (IsRefused)
        {
            throw new DomainException(Code, Message, Rule);
        }
    }
}
