using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Renewals;

namespace CertWorkflows.Domain.Tests.Renewals;

/// <summary>
/// Section 4 written a second time, slowly: every rule is a whole condition of its own, days are counted one by one,
/// and Shanghai is eight hours ahead.
/// </summary>
internal static class RenewalOracle
{
    public sealed record Answer(
        string Kind, string Rule, string Code, int Carried, int Bonus, DateTimeOffset ExpiresAt, string Mismatch);

    public static Answer Judge(RenewalFacts f)
    {
        var days = Days(Local(f.IssuedAt).Date, Local(f.OldExpiresAt).Date);
        var differing = string.Join('+', new (string Name, bool Same)[]
        {
            ("brand", f.Old.Brand.Equals(f.New.Brand, StringComparison.OrdinalIgnoreCase)),
            ("validation", f.Old.Validation == f.New.Validation),
            ("wildcard", f.Old.Wildcard == f.New.Wildcard),
            ("domains", f.Old.Domains == f.New.Domains),
            ("company", f.Old.Company == f.New.Company),
        }.Where(field => !field.Same).Select(field => field.Name));
        var barred = new[] { f.Old, f.New }.Any(one => one.FreeDv
            || (one.Brand.ToUpperInvariant(), one.Validation, one.Wildcard) == ("DIGICERT", ValidationLevel.DV, true));
        var before = f.IssuedAt.UtcTicks < f.OldExpiresAt.UtcTicks;
        var rows = new (string Rule, string Code, string Kind, bool Matches)[]
        {
            ("RN-6", "plain-order", "NewPurchase", f.IsPlainOrder),
            ("RN-12", "released", "NewPurchase", days is < -7),
            ("RN-1", "too-early", "NewPurchase", days is > 90),
            ("RN-4", "mismatch", "NewPurchase", differing.Length > 0),
            ("RN-5", "not-carried", "Renewal", barred),
            ("RN-12", "expired-renewal", "Renewal", !before),
            ("RN-3", "carried", "Renewal", before),
        };
        var row = rows.First(one => one.Matches);
        var (carried, bonus) = row.Code == "carried" ? (days, f.BonusDays) : (0, 0);
        return new Answer(
            row.Kind, row.Rule, row.Code, carried, bonus, Expiry(f, carried + bonus), row.Code == "mismatch" ? differing : "");
    }

    private static DateTimeOffset Expiry(RenewalFacts f, int more)
    {
        var issued = Local(f.IssuedAt);
        var year = issued.Year + f.TermYears;
        var leapDayLost = issued is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year);
        var end = new DateTime(year, issued.Month, leapDayLost ? 28 : issued.Day) + issued.TimeOfDay;
        for (; more > 0; more--)
        {
            end = end.AddDays(1);
        }

        return new DateTimeOffset(end, TimeSpan.FromHours(8));
    }

    private static int Days(DateTime from, DateTime to)
    {
        var days = 0;
        for (; from < to; from = from.AddDays(1))
        {
            days++;
        }

        for (; from > to; from = from.AddDays(-1))
        {
            days--;
        }

        return days;
    }

    private static DateTime Local(DateTimeOffset instant) => DateTime.SpecifyKind(instant.UtcDateTime.AddHours(8), DateTimeKind.Unspecified);
}
