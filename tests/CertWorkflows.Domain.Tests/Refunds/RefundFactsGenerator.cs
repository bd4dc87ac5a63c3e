using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;
using FsCheck;
using FsCheck.Fluent;

namespace CertWorkflows.Domain.Tests.Refunds;

/// <summary>Facts that gather around the edges of the table: days 4 to 7, 13 to 16 and 29 to 32, and times around
/// midnight in the zone.</summary>
public static class RefundFactsGenerator
{
    private static readonly Gen<TimeSpan> TimeOfDay = Gen.OneOf(
        Gen.Elements(TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromHours(12), new TimeSpan(23, 59, 59)),
        Gen.Choose(0, 86_399).Select(second => TimeSpan.FromSeconds(second)));

    private static readonly Gen<int> FewDays = Gen.OneOf(
        Gen.Choose(0, 8), Gen.Choose(12, 17), Gen.Choose(28, 33), Gen.Choose(0, 400));

    public static Arbitrary<RefundFacts> Facts() => Arb.From(
        from paidDay in Gen.Choose(0, 2600)
        from paidTime in TimeOfDay
        from years in Gen.Choose(1, 3)
        from issueAfter in Gen.OneOf(Gen.Constant(-1), Gen.Constant(-1), Gen.Choose(0, 60))
        from revokeAfter in Gen.OneOf(Gen.Constant(-1), FewDays)
        from askFromEnd in Gen.Elements(false, false, false, true)
        from askAfter in FewDays
        from askTime in TimeOfDay
        from ownExpiry in Gen.Elements(true, true, true, false)
        from application in Gen.Elements(Enum.GetValues<ApplicationStatus>())
        from product in Gen.Elements(
            RefundProduct.Paid, RefundProduct.Paid, RefundProduct.Paid, RefundProduct.Paid, RefundProduct.FreeDv)
        from bundled in Gen.Elements(false, false, false, false, true)
        from refund in Gen.Elements(
            RefundStatus.None,
            RefundStatus.None,
            RefundStatus.None,
            RefundStatus.None,
            RefundStatus.InProgress,
            RefundStatus.Paid)
        from channel in Gen.Elements(Enum.GetValues<RefundChannel>())
        from fen in Gen.Choose(0, 1_000_000)
        let paid = Midnight.AddDays(paidDay) + paidTime
        let ends = Make.Calendar.AddYears(paid, years)
        let issued = issueAfter < 0 ? (DateTimeOffset?)null : paid.AddDays(issueAfter)
        let asked = askFromEnd
            ? Midnight.AddDays((int)(ends - Midnight).TotalDays - askAfter) + askTime
            : Midnight.AddDays((int)((issued ?? paid) - Midnight).TotalDays + askAfter) + askTime
        let revoked = issued is null || revokeAfter < 0 ? (DateTimeOffset?)null : issued.Value.AddDays(revokeAfter)
        select new RefundFacts(
            asked, product, bundled, channel, application, paid, ends, issued, revoked,
            issued is null || !ownExpiry ? null : issued.Value.AddYears(years), refund, new Money(fen / 100m), Money.Zero));

    private static DateTimeOffset Midnight { get; } = Make.Local("2019-12-01 00:00");
}
