using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Endpoints;

/// <summary>The journal of an instance, from either end.</summary>
internal static class InstanceJournal
{
    public static async Task<Ok<Page<JournalEntryDto>>> ReadAsync(
        Guid id,
        [AsParameters] PageQuery page,
        string? activityId,
        EnumParameter<JournalOrder>? order,
        IWorkflowStore store,
        CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        if (!await db.Instances.AnyAsync(i => i.Id == id, cancellationToken))
        {
            throw new NotFoundException("instance", id);
        }

        var newestFirst = order?.Value == JournalOrder.Newest;
        var list = newestFirst ? $"journal of {id} backwards" : $"journal of {id}";
        var after = page.Cursor is null ? (newestFirst ? long.MaxValue : -1) : Cursor.Read<long>(list, page.Cursor).Key;
        var entries = new List<JournalEntryDto>();
        await foreach (var turn in Turns(db, id, after, newestFirst).WithCancellation(cancellationToken))
        {
            var read = JournalRecord.Read(turn.Entries)
                .Where(entry => (newestFirst ? entry.Sequence < after : entry.Sequence > after) && (activityId is null || entry.ActivityId == activityId))
                .Select(entry => ToDto(entry, turn));
            entries.AddRange(newestFirst ? read.Reverse() : read);
            if (entries.Count > page.Size)
            {
                break;
            }
        }

        var more = entries.Count > page.Size;
        var items = more ? entries.GetRange(0, page.Size) : entries;
        return TypedResults.Ok(new Page<JournalEntryDto>
        {
            Items = items,
            NextCursor = more ? Cursor.Write(list, items[^1].Sequence, Guid.Empty) : null,
        });
    }

    private static IAsyncEnumerable<JournalPage> Turns(WorkflowDb db, Guid id, long after, bool newestFirst)
    {
        var turns = db.Journal.AsNoTracking().Where(turn => turn.InstanceId == id);
        return newestFirst
            ? turns.Where(turn => turn.FirstSequence < after).OrderByDescending(turn => turn.FirstSequence).AsAsyncEnumerable()
            : turns.Where(turn => turn.FirstSequence + turn.Count > after + 1).OrderBy(turn => turn.FirstSequence).AsAsyncEnumerable();
    }

    private static JournalEntryDto ToDto(JournalRecord entry, JournalPage turn) => new()
    {
        Sequence = entry.Sequence,
        At = entry.Timestamp,
        ActivityId = entry.ActivityId,
        ActivityName = entry.ActivityName,
        ActivityType = entry.ActivityType,
        Event = entry.EventName,
        Message = entry.Message,
        By = turn.Actor,
        Payload = entry.Payload?.ToElement(),
    };
}
