using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain.Calendar;
using Microsoft.EntityFrameworkCore;
using ClientReason = CertWorkflows.Client.RefundReason;
using RefundOutcome = CertWorkflows.Domain.Refunds.RefundOutcome;
using RefundState = CertWorkflows.Domain.Refunds.RefundState;

namespace CertWorkflows.Server.Endpoints;

/// <summary>
/// How refunds of a period were decided and paid. Business days and days of the business zone are the calendar's to count, so the two or
/// three columns that it needs of the period's refunds are read as a stream, and nothing else of them.
/// </summary>
internal static class RefundStatistics
{
    private const int AverageBusinessDays = 5; // RF-22

    public static async Task<RefundStatisticsDto> CountAsync(
        WorkflowDb db, BusinessCalendar calendar, DateTimeOffset now, Period period, CancellationToken cancellationToken)
    {
        var reasons = await db.Refunds
            .Where(refund => refund.SubmittedAt >= period.Start && refund.SubmittedAt < period.End)
            .GroupBy(refund => refund.Reason)
            .Select(group => new { Reason = group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        var open = await db.Refunds
            .Where(refund => refund.ClosedAt == null && refund.State == RefundState.UnderReview)
            .GroupBy(_ => 1)
            .Select(group => new { Total = group.Count(), Overdue = group.Count(refund => refund.DecideBy < now) })
            .SingleOrDefaultAsync(cancellationToken);
        var days = await DaysAsync(db, calendar, period, cancellationToken);
        var (decisions, automatic) = await DecisionsAsync(db, calendar, period, cancellationToken);
        return new RefundStatisticsDto
        {
            From = period.First,
            To = period.Last,
            Reasons =
            [
                .. reasons.OrderByDescending(row => row.Count).ThenBy(row => row.Reason)
                    .Select(row => new RefundReasonCountDto { Reason = row.Reason.As<ClientReason>(), Count = row.Count }),
            ],
            Decisions = decisions,
            Automatic = automatic,
            Refunded = MoneyDto.Cny(days.Sum(day => day.Amount.Value)),
            Days = days,
            UnderReview = open?.Total ?? 0,
            Overdue = open?.Overdue ?? 0,
        };
    }

    private static async Task<IReadOnlyList<RefundedDayDto>> DaysAsync(
        WorkflowDb db, BusinessCalendar calendar, Period period, CancellationToken cancellationToken)
    {
        var paid = db.Refunds
            .Where(refund => refund.State == RefundState.Paid && refund.ClosedAt >= period.Start && refund.ClosedAt < period.End)
            .Select(refund => new { At = refund.ClosedAt!.Value, refund.Amount })
            .AsAsyncEnumerable();
        var days = new SortedDictionary<DateOnly, (int Count, decimal Amount)>();
        await foreach (var refund in paid.WithCancellation(cancellationToken))
        {
            var date = calendar.DateOf(refund.At);
            var (count, amount) = days.GetValueOrDefault(date);
            days[date] = (count + 1, amount + refund.Amount.Amount);
        }

        return [.. days.Select(day => new RefundedDayDto { Date = day.Key, Count = day.Value.Count, Amount = MoneyDto.Cny(day.Value.Amount) })];
    }

    private static async Task<(RefundDecisionsDto Manual, int Automatic)> DecisionsAsync(
        WorkflowDb db, BusinessCalendar calendar, Period period, CancellationToken cancellationToken)
    {
        var decided = db.Refunds
            .Where(refund => refund.DecidedAt >= period.Start && refund.DecidedAt < period.End)
            .Select(refund => new { refund.SubmittedAt, DecidedAt = refund.DecidedAt!.Value, refund.DecideBy, refund.State, refund.Outcome })
            .AsAsyncEnumerable();
        var (automatic, total, rejected, five, fifteen, businessDays) = (0, 0, 0, 0, 0, 0L);
        await foreach (var refund in decided.WithCancellation(cancellationToken))
        {
            if (refund.Outcome == RefundOutcome.Automatic)
            {
                automatic++;
                continue;
            }

            total++;
            rejected += refund.State == RefundState.Rejected ? 1 : 0;
            fifteen += refund.DecidedAt <= refund.DecideBy ? 1 : 0;
            five += refund.DecidedAt <= calendar.AddBusinessDays(refund.SubmittedAt, AverageBusinessDays).At ? 1 : 0;
            businessDays += calendar.BusinessDaysBetween(refund.SubmittedAt, refund.DecidedAt);
        }

        return (
            new RefundDecisionsDto
            {
                Total = total,
                Approved = total - rejected,
                Rejected = rejected,
                WithinFiveDays = five,
                WithinFifteenDays = fifteen,
                AverageBusinessDays = total == 0 ? null : Math.Round(businessDays / (double)total, 1),
            },
            automatic);
    }
}
