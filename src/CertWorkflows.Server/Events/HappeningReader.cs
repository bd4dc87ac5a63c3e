using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Events;

/// <summary>
/// Reads the audit trail as it grows. Ids sort by the time of their turns, but a turn may be committed after one that began later: so each
/// reading looks back a little, and knows what it has read already.
/// </summary>
internal sealed class HappeningReader(IWorkflowStore store)
{
    /// <summary>How much later than a younger turn an older one may be committed.</summary>
    internal static readonly TimeSpan LookBack = TimeSpan.FromSeconds(10);

    private const int Batch = 500;

    private readonly HashSet<Guid> _read = [];
    private DateTimeOffset _newest;

    /// <summary>Begins behind all that is there.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        _newest = await db.Audit.OrderByDescending(r => r.Id).Select(r => r.At).FirstOrDefaultAsync(cancellationToken);
        await foreach (var id in Since(db, _newest).Select(r => r.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            _read.Add(id);
        }
    }

    /// <summary>Begins behind a record, but may read again what was committed shortly before it.</summary>
    /// <returns>Whether there is such a record.</returns>
    public async Task<bool> StartBehindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        if (await db.Audit.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } last)
        {
            return false;
        }

        _newest = last.At;
        _read.Add(id);
        return true;
    }

    /// <summary>What is new, oldest first; empty when nothing is.</summary>
    public async Task<IReadOnlyList<Happening>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var records = new List<AuditRecord>();
        for (var page = await PageAsync(db, null, cancellationToken); page.Count > 0;)
        {
            records.AddRange(page.Where(record => !_read.Contains(record.Id)));
            page = page.Count < Batch || records.Count >= Batch ? [] : await PageAsync(db, page[^1].Id, cancellationToken);
        }

        if (records.Count == 0)
        {
            return [];
        }

        var newest = records.Max(record => record.At);
        _newest = newest > _newest ? newest : _newest;
        Remember(records);
        var ids = records.Where(r => r.Subject == "task").Select(r => Guid.Parse(r.SubjectId)).Distinct().ToArray();
        var tasks = ids.Length == 0
            ? []
            : await db.Tasks.AsNoTracking().Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id.ToString(), cancellationToken);
        return [.. records.Select(record => new Happening(record, record.Subject == "task" ? tasks.GetValueOrDefault(record.SubjectId) : null))];
    }

    private async Task<List<AuditRecord>> PageAsync(WorkflowDb db, Guid? after, CancellationToken cancellationToken)
    {
        var found = Since(db, _newest);
        if (after is { } id)
        {
            found = found.Where(r => r.Id.CompareTo(id) > 0);
        }

        return await found.AsNoTracking().OrderBy(r => r.Id).Take(Batch).ToListAsync(cancellationToken);
    }

    private static IQueryable<AuditRecord> Since(WorkflowDb db, DateTimeOffset newest)
    {
        var bound = Ids.Before(newest < DateTimeOffset.UnixEpoch + LookBack ? DateTimeOffset.UnixEpoch : newest - LookBack);
        return db.Audit.Where(r => r.Id.CompareTo(bound) > 0);
    }

    /// <summary>Only what a later reading would see again has to be remembered.</summary>
    private void Remember(List<AuditRecord> records)
    {
        var bound = Ids.Before(_newest - LookBack);
        _read.RemoveWhere(id => id < bound);
        _read.UnionWith(records.Select(r => r.Id).Where(id => id >= bound));
    }
}
