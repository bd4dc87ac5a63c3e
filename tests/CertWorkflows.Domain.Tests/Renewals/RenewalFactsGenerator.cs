using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Renewals;
using FsCheck;
using FsCheck.Fluent;

namespace CertWorkflows.Domain.Tests.Renewals;

/// <summary>Facts that gather around the edges: 88 to 92 days before expiry, the day of expiry, 6 to 9 days after it, leap
/// days, and times around midnight in the zone.</summary>
public static class RenewalFactsGenerator
{
    private static readonly Gen<TimeSpan> TimeOfDay = Gen.OneOf(
        Gen.Elements(TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromHours(12), new TimeSpan(23, 59, 59)),
        Gen.Choose(0, 86_399).Select(second => TimeSpan.FromSeconds(second)));

    private static readonly Gen<DateTimeOffset> Midnight = Gen.OneOf(
        Gen.Choose(0, 3000).Select(day => Make.Local("2019-12-01 00:00").AddDays(day)),
        Gen.Elements(Make.Local("2020-02-29 00:00"), Make.Local("2024-02-29 00:00")));

    private static readonly Gen<RenewedKind> Kind =
        from brand in Gen.Elements("DigiCert", "GeoTrust", "GlobalSign", "CFCA")
        from validation in Gen.Elements(Enum.GetValues<ValidationLevel>())
        from wildcard in Gen.Elements(false, false, true)
        from domains in Gen.Choose(1, 3)
        from company in Gen.Elements("Example Ltd.", "Example Ltd.", "Other Ltd.")
        from free in Gen.Elements(false, false, false, false, true)
        select new RenewedKind(brand, validation, wildcard, domains, company, free);

    public static Arbitrary<RenewalFacts> Facts() => Arb.From(
        from midnight in Midnight
        from time in TimeOfDay
        from term in Gen.Choose(1, 10)
        from ahead in Gen.OneOf(
            Gen.Choose(88, 92), Gen.Choose(-9, -6), Gen.Choose(-1, 1), Gen.Choose(-10, 90), Gen.Choose(-400, 400))
        from expiryTime in TimeOfDay
        from kind in Kind
        from other in Kind
        from same in Gen.Elements(true, true, true, false)
        from plain in Gen.Elements(false, false, false, false, true)
        from bonus in Gen.Choose(0, 31)
        let renewed = same ? kind : other
        select new RenewalFacts(
            midnight + time,
            term,
            kind,
            midnight.AddDays(ahead) + expiryTime,
            renewed,
            plain,
            renewed.Brand is "DigiCert" or "GeoTrust" ? bonus : 0));
}
