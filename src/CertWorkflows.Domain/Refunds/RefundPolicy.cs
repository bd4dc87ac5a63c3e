using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Certificates;

namespace CertWorkflows.Domain.Refunds;

/// <summary>Section 5: whether a certificate can be refunded, and how. Pure.</summary>
public static class RefundPolicy
{
    /// <summary>Warning of RF-23: fewer than 15 business days remain before expiry, so the review may not finish in
    /// time.</summary>
    public const string MayNotFinish = "may-not-finish-before-expiry";

    /// <summary>Warning of T-2: the limit of RF-22 reaches a year whose holidays the calendar does not have.</summary>
    public const string CalendarIncomplete = "business-calendar-incomplete";

    /// <summary>Natural days after payment within which an unissued certificate is refunded at once (RF-7).</summary>
    public const int AutomaticDays = 5;

    /// <summary>Natural days that must remain to expiry for an unissued certificate (RF-5).</summary>
    public const int DaysToExpiry = 15;

    /// <summary>Natural days after issue within which a revocation opens a refund (RF-9 to RF-12).</summary>
    public const int DaysAfterIssue = 30;

    /// <summary>Business days that a manual review may take, from submission (RF-22).</summary>
    public const int ReviewBusinessDays = 15;

    /// <summary>Finds the first row of section 5's table that matches.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="calendar">Counts natural and business days.</param>
    /// <exception cref="DomainException"><c>invalid-facts</c>: a revocation without an issue, or before it.</exception>
    public static RefundAssessment Assess(RefundFacts facts, BusinessCalendar calendar)
    {
        if (facts.RevokedAt is { } revokedAt && (facts.IssuedAt is null || revokedAt < facts.IssuedAt))
        {
            throw new DomainException(
                "invalid-facts", "Only an issued certificate can have been revoked, and only after its issue.");
        }

        return Standing(facts) ?? (facts.IssuedAt is { } issuedAt
            ? Issued(facts, issuedAt, calendar)
            : Unissued(facts, calendar));
    }

    /// <summary>The last day on which a revocation opens a refund, and on which the refund can be asked for without a
    /// ticket (RF-9, RF-10).</summary>
    /// <param name="issuedAt">When the CA signed.</param>
    /// <param name="calendar">Knows the business zone.</param>
    public static DateOnly LastDayAfterIssue(DateTimeOffset issuedAt, BusinessCalendar calendar) =>
        calendar.DateOf(issuedAt).AddDays(DaysAfterIssue);

    private static RefundAssessment? Standing(RefundFacts facts) => facts switch
    {
        { Product: RefundProduct.FreeDv } => Refused("RF-1", "free-dv", "A free DV certificate cannot be refunded."),
        { Bundled: true } => Refused(
            "RF-2",
            "bundled-in-package",
            "The certificate was bought inside a package; only the whole package can be refunded."),
        { Refund: RefundStatus.InProgress } => Refused(
            "RF-3", "refund-in-progress", "A refund of this certificate is under way."),
        { Refund: RefundStatus.Paid } => Refused("RF-3", "already-refunded", "This certificate was refunded already."),
        _ when facts.Expiry <= facts.At => Refused("RF-4", "expired", "The certificate has expired."),
        _ => null,
    };

    private static RefundAssessment Unissued(RefundFacts facts, BusinessCalendar calendar)
    {
        if (calendar.DaysBetween(facts.At, facts.Expiry) < DaysToExpiry)
        {
            return Refused(
                "RF-5", "too-close-to-expiry", $"Fewer than {DaysToExpiry} natural days remain until expiry.");
        }

        if (facts.Application is ApplicationStatus.UnderReview or ApplicationStatus.Passed)
        {
            return Refused(
                "RF-6",
                "application-under-review",
                "The application is with the CA; a refund is possible once it is withdrawn or fails.");
        }

        return calendar.DaysBetween(facts.PaidAt, facts.At) <= AutomaticDays
            ? new RefundAssessment(
                RefundOutcome.Automatic,
                "RF-7",
                "automatic",
                facts.Paid,
                [],
                null,
                $"Not issued and paid at most {AutomaticDays} natural days ago: the cash is returned at once.")
            : Manual(
                facts,
                calendar,
                "RF-8",
                $"Not issued and paid more than {AutomaticDays} natural days ago: the cash is returned after review.");
    }

    private static RefundAssessment Issued(RefundFacts facts, DateTimeOffset issuedAt, BusinessCalendar calendar)
    {
        var late = calendar.DaysBetween(issuedAt, facts.At) > DaysAfterIssue;
        if (facts.RevokedAt is { } revokedAt && calendar.DaysBetween(issuedAt, revokedAt) <= DaysAfterIssue)
        {
            return late && facts.Channel == RefundChannel.SelfService
                ? Refused(
                    "RF-9",
                    "self-service-window-closed",
                    $"Issued more than {DaysAfterIssue} natural days ago: ask for the refund by a ticket.")
                : Manual(
                    facts,
                    calendar,
                    "RF-10",
                    $"Revoked at most {DaysAfterIssue} natural days after issue: the cash is returned after review.");
        }

        return facts.RevokedAt is null && !late
            ? Refused("RF-11", "revoke-first", "The certificate is in service: revoke it first.")
            : Refused(
                "RF-12",
                "issued-over-30-days",
                $"The certificate was not revoked within {DaysAfterIssue} natural days after its issue.");
    }

    private static RefundAssessment Manual(RefundFacts facts, BusinessCalendar calendar, string rule, string message)
    {
        var limit = calendar.AddBusinessDays(facts.At, ReviewBusinessDays); // RF-22
        var warnings = new List<string>();
        if (calendar.DateOf(limit.At) > calendar.DateOf(facts.Expiry))
        {
            warnings.Add(MayNotFinish); // RF-23
        }

        if (!limit.Complete)
        {
            warnings.Add(CalendarIncomplete); // T-2
        }

        return new RefundAssessment(
            RefundOutcome.Manual, rule, "manual-review", facts.Paid, warnings, limit.At, message);
    }

    private static RefundAssessment Refused(string rule, string code, string message) =>
        new(RefundOutcome.Refused, rule, code, null, [], null, message);
}
