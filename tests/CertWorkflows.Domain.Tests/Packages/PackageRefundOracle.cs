using CertWorkflows.Domain.Packages;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Domain.Tests.Refunds;

namespace CertWorkflows.Domain.Tests.Packages;

/// <summary>Section 6 written a second time: every row is a whole condition of its own, days are counted one by one.</summary>
internal static class PackageRefundOracle
{
    public sealed record Answer(string Outcome, string? Rule, string Code, decimal? Refund, string WaitingFor, DateTimeOffset? PayBy);

    public static Answer Judge(PackageRefundFacts f)
    {
        var bundled = f.Bundled is not null;
        var issued = f.Bundled?.IssuedAt is not null;
        var revoked = f.Bundled?.RevokedAt is not null;
        var revokedLate = issued && revoked && RefundOracle.Days(f.Bundled!.IssuedAt!.Value, f.Bundled.RevokedAt!.Value) > 30;
        var tooLateToRevoke = issued && !revoked && RefundOracle.Days(f.Bundled!.IssuedAt!.Value, f.At) > 30;
        var refusals = new (string? Rule, string Code, bool Matches)[]
        {
            (null, "refund-in-progress", f.Refund == RefundStatus.InProgress),
            (null, "already-refunded", f.Refund == RefundStatus.Paid),
            (null, "expired", f.ExpiresAt.UtcTicks <= f.At.UtcTicks),
            ("PK-1", "window-closed", RefundOracle.Days(f.PaidAt, f.TicketAt) > 5),
            ("PK-7", "bundled-certificate-kept", revokedLate || tooLateToRevoke),
        };
        foreach (var row in refusals)
        {
            if (row.Matches)
            {
                return new Answer("Refused", row.Rule, row.Code, null, "", null);
            }
        }

        var waits = $"{(f.InUse ? "usage-stopped " : "")}{(issued && !revoked ? "revocation" : "")}".Trim();
        var rule = !bundled ? "PK-4" : issued ? "PK-6" : "PK-5";
        return waits.Length == 0
            ? new Answer("Eligible", rule, "eligible", f.Paid.Amount, "", RefundOracle.AfterWorkDays(f.At, 5))
            : new Answer("Waiting", rule, "waiting", f.Paid.Amount, waits, null);
    }
}
