using System.Text.Json;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;

namespace CertWorkflows.Domain.Tests.Refunds;

/// <summary>
/// Section 5 written a second time, slowly: every row is a whole condition of its own, days are counted one by one,
/// Shanghai is eight hours ahead, and the holiday file is read without the product's reader.
/// </summary>
internal static class RefundOracle
{
    private static readonly HashSet<string> Off = [];
    private static readonly HashSet<string> On = [];
    private static readonly HashSet<int> Years = [];

    static RefundOracle()
    {
        using var file = JsonDocument.Parse(BusinessCalendar.ShippedJson);
        foreach (var year in file.RootElement.GetProperty("years").EnumerateArray())
        {
            Years.Add(year.GetProperty("number").GetInt32());
            foreach (var holiday in year.GetProperty("holidays").EnumerateArray())
            {
                for (var day = Parse(holiday.GetProperty("from")); day <= Parse(holiday.GetProperty("to")); day = day.AddDays(
                    1))
                {
                    Off.Add(Text(day));
                }

                On.UnionWith(holiday.GetProperty("workDays").EnumerateArray().Select(day => day.GetString()!));
            }
        }
    }

    public sealed record Answer(
        string Outcome, string Rule, string Code, decimal? Refund, bool MayNotFinish, bool Incomplete, DateTimeOffset? DecideBy);

    public static Answer Judge(RefundFacts f)
    {
        var issued = f.IssuedAt.HasValue;
        var expiry = issued && f.ExpiresAt.HasValue ? f.ExpiresAt.Value : f.ServiceEndsAt;
        var status = f.Application.ToString();
        var free = f.Application is not (ApplicationStatus.UnderReview or ApplicationStatus.Passed);
        var revokedInTime = issued && f.RevokedAt.HasValue && Days(f.IssuedAt!.Value, f.RevokedAt.Value) <= 30;
        var askedInTime = issued && Days(f.IssuedAt!.Value, f.At) <= 30;
        var rows = new (string Rule, string Outcome, string Code, bool Matches)[]
        {
            ("RF-1", "Refused", "free-dv", f.Product == RefundProduct.FreeDv),
            ("RF-2", "Refused", "bundled-in-package", f.Bundled),
            ("RF-3", "Refused", "refund-in-progress", f.Refund == RefundStatus.InProgress),
            ("RF-3", "Refused", "already-refunded", f.Refund == RefundStatus.Paid),
            ("RF-4", "Refused", "expired", expiry.UtcTicks <= f.At.UtcTicks),
            ("RF-5", "Refused", "too-close-to-expiry", !issued && Days(f.At, expiry) < 15),
            ("RF-6", "Refused", "application-under-review", !issued && status is "UnderReview" or "Passed" && !issued),
            ("RF-7", "Automatic", "automatic", !issued && free && Days(f.PaidAt, f.At) <= 5),
            ("RF-8", "Manual", "manual-review", !issued && free && Days(f.PaidAt, f.At) > 5),
            ("RF-9", "Refused", "self-service-window-closed", revokedInTime && f.Channel == RefundChannel.SelfService && !askedInTime),
            ("RF-10", "Manual", "manual-review", revokedInTime),
            ("RF-11", "Refused", "revoke-first", issued && f.RevokedAt is null && askedInTime),
            ("RF-12", "Refused", "issued-over-30-days", issued),
        };
        var row = rows.First(one => one.Matches);
        if (row.Outcome != "Manual")
        {
            return new Answer(
                row.Outcome, row.Rule, row.Code, row.Outcome == "Refused" ? null : f.Paid.Amount, false, false, null);
        }

        var day = Local(f.At);
        var known = true;
        for (var left = 15; left > 0;)
        {
            day = day.AddDays(1);
            known &= Years.Contains(day.Year);
            left -= Works(day) ? 1 : 0;
        }

        return new Answer(
            "Manual", row.Rule, row.Code, f.Paid.Amount, WorkDays(f.At, expiry) < 15, !known, new DateTimeOffset(DateTime.SpecifyKind(day, DateTimeKind.Unspecified), TimeSpan.FromHours(8)));
    }

    internal static int Days(DateTimeOffset a, DateTimeOffset b)
    {
        var (from, to) = (Local(a).Date, Local(b).Date);
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

    /// <summary>The same local time, so many working days later, counted one by one.</summary>
    internal static DateTimeOffset AfterWorkDays(DateTimeOffset at, int days)
    {
        var day = Local(at);
        while (days > 0)
        {
            day = day.AddDays(1);
            days -= Works(day) ? 1 : 0;
        }

        return new DateTimeOffset(DateTime.SpecifyKind(day, DateTimeKind.Unspecified), TimeSpan.FromHours(8));
    }

    private static int WorkDays(DateTimeOffset a, DateTimeOffset b)
    {
        var count = 0;
        for (var day = Local(a).Date.AddDays(1); day <= Local(b).Date && count < 15; day = day.AddDays(1))
        {
            count += Works(day) ? 1 : 0;
        }

        return count;
    }

    private static bool Works(DateTime day) =>
        On.Contains(Text(day)) || (!Off.Contains(Text(day)) && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    private static DateTime Local(DateTimeOffset instant) => instant.UtcDateTime.AddHours(8);

    private static DateTime Parse(JsonElement text) => DateTime.Parse(
        text.GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(DateTime day) => day.ToString(
        "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
