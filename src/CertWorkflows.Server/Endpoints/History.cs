using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Endpoints;

/// <summary>What the audit trail knows of one thing, oldest first; inside a turn also what it is about to commit.</summary>
internal static class History
{
    public static async Task<IReadOnlyList<AuditRecord>> ReadAsync(
        WorkflowDb db, string subject, string id, CancellationToken cancellationToken)
    {
        var stored = await db.Audit.AsNoTracking()
            .Where(record => record.Subject == subject && record.SubjectId == id)
            .OrderBy(record => record.At).ThenBy(record => record.Id)
            .ToListAsync(cancellationToken);
        var pending = db.ChangeTracker.Entries<AuditRecord>()
            .Where(entry => entry.State == EntityState.Added)
            .Select(entry => entry.Entity)
            .Where(record => record.Subject == subject && record.SubjectId == id);
        return [.. stored, .. pending];
    }

    public static IReadOnlyList<HistoryEntry> Moves(IEnumerable<AuditRecord> records) =>
        [.. records.Where(record => record.To is not null).Select(record => new HistoryEntry
        {
            At = record.At,
            By = record.Actor,
            From = string.IsNullOrEmpty(record.From) ? null : record.From,
            To = record.To!,
            Trigger = record.Action,
            Why = record.Reason,
        })];
}
