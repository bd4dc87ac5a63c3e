using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Workflows;

/// <summary>An instance's journal, entry by entry, page by page from the database: however long it is, one page is held.</summary>
public static class JournalScan
{
    public static async IAsyncEnumerable<JournalRecord> ReadAsync(
        WorkflowDb db, Guid instanceId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = db.Journal.AsNoTracking()
            .Where(page => page.InstanceId == instanceId)
            .OrderBy(page => page.FirstSequence)
            .Select(page => page.Entries)
            .AsAsyncEnumerable();
        await foreach (var entries in pages.WithCancellation(cancellationToken))
        {
            foreach (var entry in JournalRecord.Read(entries))
            {
                yield return entry;
            }
        }
    }
}
