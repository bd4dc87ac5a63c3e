using CertWorkflows.Domain.Packages;
using CertWorkflows.Domain.Refunds;
using FsCheck;
using FsCheck.Fluent;

namespace CertWorkflows.Domain.Tests.Packages;

/// <summary>Facts that gather around the edges: days 4 to 7 of the window, 29 to 32 after issue, the last day of the year.</summary>
public static class PackageRefundFactsGenerator
{
    private static readonly Gen<TimeSpan> TimeOfDay = Gen.OneOf(
        Gen.Elements(TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromHours(12), new TimeSpan(23, 59, 59)),
        Gen.Choose(0, 86_399).Select(second => TimeSpan.FromSeconds(second)));

    public static Arbitrary<PackageRefundFacts> Facts() => Arb.From(
        from paidDay in Gen.Choose(0, 2200)
        from paidTime in TimeOfDay
        from ticketAfter in Gen.OneOf(Gen.Choose(0, 7), Gen.Choose(0, 7), Gen.Choose(0, 400))
        from ticketTime in TimeOfDay
        from askAfter in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 40), Gen.Choose(350, 370))
        from askTime in TimeOfDay
        from inUse in Gen.Elements(true, false)
        from kind in Gen.Choose(0, 3)
        from issueAfter in Gen.Choose(0, 6)
        from revokeAfter in Gen.OneOf(Gen.Choose(0, 40), Gen.Choose(29, 32))
        from refund in Gen.Elements(
            RefundStatus.None, RefundStatus.None, RefundStatus.None, RefundStatus.None, RefundStatus.InProgress, RefundStatus.Paid)
        from fen in Gen.Choose(0, 1_000_000)
        let paid = Midnight.AddDays(paidDay) + paidTime
        let ticket = Latest(paid, Midnight.AddDays(paidDay + ticketAfter) + ticketTime)
        let at = Latest(ticket, Midnight.AddDays(paidDay + ticketAfter + askAfter) + askTime)
        let issued = paid.AddDays(issueAfter)
        let bundled = kind switch
        {
            0 => null,
            1 => new BundledCertificateFacts(null, null),
            2 => new BundledCertificateFacts(issued, null),
            _ => new BundledCertificateFacts(issued, issued.AddDays(revokeAfter)),
        }
        select new PackageRefundFacts(
            ticket, paid, Make.Calendar.AddYears(paid, 1), inUse, bundled, at, refund, new Money(fen / 100m), Money.Zero));

    private static DateTimeOffset Midnight { get; } = Make.Local("2019-12-01 00:00");

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
