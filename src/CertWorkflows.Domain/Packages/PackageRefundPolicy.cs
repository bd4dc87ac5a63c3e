using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;

namespace CertWorkflows.Domain.Packages;

/// <summary>Section 6: whether a one-click HTTPS package can be refunded, and what has to happen first. Pure.</summary>
public static class PackageRefundPolicy
{
    /// <summary>Natural days after payment within which a ticket can ask (PK-1).</summary>
    public const int WindowDays = 5;

    /// <summary>Business days within which an eligible refund is paid (PK-1).</summary>
    public const int PayBusinessDays = 5;

    /// <summary>Waits for every domain to be switched back to its origin (PK-3).</summary>
    public const string UsageStopped = "usage-stopped";

    /// <summary>Waits for the CA's review of the bundled certificate to end, or its application to be withdrawn
    /// (RF-6).</summary>
    public const string ApplicationDecided = "application-decided";

    /// <summary>Waits for the bundled certificate to be revoked (PK-6).</summary>
    public const string Revocation = "revocation";

    /// <summary>Judges in the order of section 6's decision.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="calendar">Counts natural and business days.</param>
    /// <exception cref="DomainException"><c>invalid-facts</c>: they cannot be true together.</exception>
    public static PackageRefundAssessment Assess(PackageRefundFacts facts, BusinessCalendar calendar)
    {
        facts.EnsurePossible();
        return Refusal(facts, calendar) ?? Accepted(facts, calendar);
    }

    /// <summary>The first instant at which a revocation comes too late: the end of the 30th natural day after issue
    /// (PK-7).</summary>
    /// <param name="issuedAt">When the CA signed.</param>
    /// <param name="calendar">Knows the business zone.</param>
    public static DateTimeOffset RevokeBefore(DateTimeOffset issuedAt, BusinessCalendar calendar) =>
        calendar.StartOf(RefundPolicy.LastDayAfterIssue(issuedAt, calendar).AddDays(1));

    private static PackageRefundAssessment? Refusal(PackageRefundFacts facts, BusinessCalendar calendar) => facts switch
    {
        { Refund: RefundStatus.InProgress } => Refused(
            null, "refund-in-progress", "A refund of this package is under way."),
        { Refund: RefundStatus.Paid } => Refused(null, "already-refunded", "This package was refunded already."),
        _ when facts.ExpiresAt <= facts.At => Refused(null, "expired", "The package has expired."),
        _ when calendar.DaysBetween(facts.PaidAt, facts.TicketAt) > WindowDays => Refused(
            "PK-1", "window-closed", $"The ticket came more than {WindowDays} natural days after the purchase."),
        { Bundled: { IssuedAt: { } issuedAt } bundled }
            when calendar.DaysBetween(issuedAt, bundled.RevokedAt ?? facts.At) > RefundPolicy.DaysAfterIssue => Refused(
                "PK-7",
                "bundled-certificate-kept",
                $"The bundled certificate was not revoked within {RefundPolicy.DaysAfterIssue} natural days after its issue; "
                + "the package alone cannot be refunded."),
        _ => null,
    };

    private static PackageRefundAssessment Accepted(PackageRefundFacts facts, BusinessCalendar calendar)
    {
        var rule = facts.Bundled switch
        {
            null => "PK-4",
            { IssuedAt: null } => "PK-5",
            _ => "PK-6",
        };
        var waitingFor = new List<string>();
        if (facts.InUse)
        {
            waitingFor.Add(UsageStopped);
        }

        if (facts.Bundled is { IssuedAt: null, Application: ApplicationStatus.UnderReview or ApplicationStatus.Passed })
        {
            waitingFor.Add(ApplicationDecided);
        }

        if (facts.Bundled is { IssuedAt: not null, RevokedAt: null })
        {
            waitingFor.Add(Revocation);
        }

        if (waitingFor.Count > 0)
        {
            return new PackageRefundAssessment(
                PackageRefundOutcome.Waiting,
                rule,
                "waiting",
                facts.Paid,
                waitingFor,
                null,
                [],
                $"The package's cash is returned in full after: {string.Join(", ", waitingFor)}.");
        }

        var payBy = calendar.AddBusinessDays(facts.At, PayBusinessDays);
        return new PackageRefundAssessment(
            PackageRefundOutcome.Eligible,
            rule,
            "eligible",
            facts.Paid,
            [],
            payBy.At,
            payBy.Complete ? [] : [RefundPolicy.CalendarIncomplete],
            "The package's cash is returned in full.");
    }

    private static PackageRefundAssessment Refused(string? rule, string code, string message) =>
        new(PackageRefundOutcome.Refused, rule, code, null, [], null, [], message);
}
