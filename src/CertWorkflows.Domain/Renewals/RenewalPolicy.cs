using System.Globalization;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Catalogue;

namespace CertWorkflows.Domain.Renewals;

/// <summary>Section 4: whether a certificate can be renewed, and until when the new one is valid. Pure.</summary>
public static class RenewalPolicy
{
    /// <summary>Warning of RN-2: fewer than 3 business days remain before expiry, so the CA may not be in time.</summary>
    public const string ShortNotice = "may-not-be-issued-before-expiry";

    /// <summary>Natural days before expiry from which a renewal can be bought (RN-1).</summary>
    public const int OpensDaysBefore = 90;

    /// <summary>Natural days after expiry for which the configuration is kept (EX-4, RN-12).</summary>
    public const int DaysKept = 7;

    /// <summary>The most days that a CA may add as a gift (RN-7).</summary>
    public const int MaxBonusDays = 31;

    /// <summary>The fewest business days that a customer should leave before expiry (RN-2).</summary>
    public const int AdvisedFromBusinessDays = 3;

    /// <summary>The most business days that the CA's review may need (RN-2).</summary>
    public const int AdvisedToBusinessDays = 10;

    private static readonly string[] BonusBrands = ["DigiCert", "GeoTrust"];

    /// <summary>Finds the first rule that matches, in the order that section 4 decides.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="calendar">Counts days in the business zone.</param>
    /// <exception cref="DomainException"><c>invalid-facts</c>: years that are not sold, no domains, or gift days that the
    /// brand does not give.</exception>
    public static RenewalQuote Quote(RenewalFacts facts, BusinessCalendar calendar)
    {
        EnsureFacts(facts);
        var left = calendar.DaysBetween(facts.IssuedAt, facts.OldExpiresAt);
        if (facts.IsPlainOrder)
        {
            return NewPurchase(
                facts, calendar, "RN-6", "plain-order", "It is bought as a plain new order: nothing is carried.");
        }

        if (left < -DaysKept)
        {
            return NewPurchase(
                facts,
                calendar,
                "RN-12",
                "released",
                $"The certificate expired more than {DaysKept} natural days ago: its configuration was released, it can only be bought anew.",
                isRefused: true);
        }

        if (left > OpensDaysBefore)
        {
            return NewPurchase(
                facts,
                calendar,
                "RN-1",
                "too-early",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Renewal opens {OpensDaysBefore} natural days before expiry, on {calendar.DateOf(facts.OldExpiresAt).AddDays(-OpensDaysBefore):yyyy-MM-dd}."),
                isRefused: true);
        }

        return facts.Old.DifferencesTo(facts.New) is { Count: > 0 } mismatch
            ? NewPurchase(
                facts,
                calendar,
                "RN-4",
                "mismatch",
                $"It differs from the old certificate in {string.Join(", ", mismatch)}: it is a new purchase and nothing is carried.") with
            { Mismatch = mismatch }
            : Renewal(facts, left, calendar);
    }

    /// <summary>When the renewal of a certificate opens (RN-1): the first instant of that date.</summary>
    public static DateOnly OpensOn(DateTimeOffset expiresAt, BusinessCalendar calendar) =>
        calendar.DateOf(expiresAt).AddDays(-OpensDaysBefore);

    /// <summary>What the customer is told about the time to leave (RN-2).</summary>
    public static string Advice(ValidationLevel validation) =>
        $"Leave {AdvisedFromBusinessDays} to {AdvisedToBusinessDays} business days before expiry: "
        + (validation == ValidationLevel.DV
            ? "DV is issued in 5 to 10 minutes at best."
            : $"{validation} is issued in 2 business days at best.");

    /// <summary>The same in Simplified Chinese.</summary>
    public static string AdviceInChinese(ValidationLevel validation) =>
        $"请在到期前预留 {AdvisedFromBusinessDays} 至 {AdvisedToBusinessDays} 个工作日："
        + (validation == ValidationLevel.DV ? "DV 证书最快 5 至 10 分钟签发。" : $"{validation} 证书最快 2 个工作日签发。");

    private static RenewalQuote Renewal(RenewalFacts facts, int left, BusinessCalendar calendar)
    {
        var (rule, code, carried, bonus, message) = facts switch
        {
            _ when facts.Old.IsBarred || facts.New.IsBarred => (
                "RN-5", "not-carried", 0, 0, "Nothing is carried for free DV certificates and DigiCert wildcard DV."),
            _ when facts.IssuedAt >= facts.OldExpiresAt => (
                "RN-12", "expired-renewal", 0, 0, "The certificate has expired: its configuration is kept, but nothing is carried."),
            _ => (
                "RN-3",
                "carried",
                left,
                facts.BonusDays, // RN-7
                string.Create(CultureInfo.InvariantCulture, $"{left} unused days are carried over and {facts.BonusDays} days are the CA's gift.")),
        };
        return new RenewalQuote(
            RenewalKind.Renewal,
            IsRefused: false,
            carried,
            bonus,
            calendar.AddYears(facts.IssuedAt, facts.TermYears, carried + bonus),
            rule,
            code,
            [],
            calendar.BusinessDaysBetween(facts.IssuedAt, facts.OldExpiresAt) < AdvisedFromBusinessDays ? [ShortNotice] : [],
            message);
    }

    private static RenewalQuote NewPurchase(
        RenewalFacts facts, BusinessCalendar calendar, string rule, string code, string message, bool isRefused = false) =>
        new(
            RenewalKind.NewPurchase,
            isRefused,
            0,
            0,
            calendar.AddYears(facts.IssuedAt, facts.TermYears),
            rule,
            code,
            [],
            [],
            message);

    private static void EnsureFacts(RenewalFacts facts)
    {
        Need(facts.TermYears is >= 1 and <= 10, "termYears", facts.TermYears, "1 to 10");
        Need(facts.Old.Domains >= 1, "old.domains", facts.Old.Domains, "1 or more");
        Need(facts.New.Domains >= 1, "new.domains", facts.New.Domains, "1 or more");
        var most = BonusBrands.Any(facts.New.IsBrand) ? MaxBonusDays : 0;
        Need(
            facts.BonusDays >= 0 && facts.BonusDays <= most,
            "bonusDays",
            facts.BonusDays,
            string.Create(CultureInfo.InvariantCulture, $"0 to {most} for {facts.New.Brand} (RN-7)"));
    }

    private static void Need(bool holds, string field, int found, string allowed)
    {
        if (!holds)
        {
            throw new DomainException(
                "invalid-facts", string.Create(CultureInfo.InvariantCulture, $"{field} is {found}; possible is {allowed}."));
        }
    }
}
