using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Claims;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Server.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using TaskState = CertWorkflows.Application.Tasks.HumanTaskState;

namespace CertWorkflows.Server.Endpoints;

/// <summary>
/// How many open tasks people see. Counting reads all that are open in a group, so that those of the same group share a count: each gets one
/// that began after the question, or after the last change that this node knows of.
/// </summary>
internal sealed class TaskCounts(IWorkflowStore store, IChangeFeed feed, BusinessCalendar calendar, TimeProvider clock) : IDisposable
{
    /// <summary>What is committed without a word, or by a node that is not heard, is counted at the latest after this.</summary>
    private static readonly TimeSpan LongestAge = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Shared> _inGroups = new(StringComparer.Ordinal);
    private readonly Shared _escalated = new();

    public static async Task<Ok<TaskCountsDto>> GetAsync(TaskCounts counts, IWorkflowStore store, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var caller = user.ToCaller();
        await using var db = store.Open();
        var mentions = db.TaskMentions.Where(m => m.Username == caller.Name).Select(m => m.TaskId);
        var mentioned = await TaskList.Visible(db.Tasks, caller)
            .CountAsync(task => task.State == TaskState.Open && mentions.Contains(task.Id), cancellationToken);
        var seen = await counts.ReadAsync(caller.Groups, cancellationToken);
        return TypedResults.Ok(new TaskCountsDto
        {
            Open = seen.Sum(cell => cell.Total),
            Mine = seen.Where(cell => cell.Assignee == caller.Name).Sum(cell => cell.Total),
            Unassigned = seen.Where(cell => cell.Assignee is null).Sum(cell => cell.Total),
            Overdue = seen.Sum(cell => cell.Overdue),
            DueToday = seen.Sum(cell => cell.DueToday),
            Mentioned = mentioned,
        });
    }

    public void Dispose()
    {
        foreach (var shared in _inGroups.Values.Append(_escalated))
        {
            shared.One.Dispose();
        }
    }

    /// <summary>What is in the groups, and what was escalated to them from others.</summary>
    private async Task<IReadOnlyList<Cell>> ReadAsync(IReadOnlySet<string> groups, CancellationToken cancellationToken)
    {
        var inGroups = groups.Select(group => ReadAsync(_inGroups.GetOrAdd(group, _ => new Shared()), group, cancellationToken));
        var escalated = ReadAsync(_escalated, null, cancellationToken);
        var own = await Task.WhenAll(inGroups);
        return [.. own.SelectMany(cells => cells), .. (await escalated).Where(cell => groups.Contains(cell.EscalatedTo!) && !groups.Contains(cell.Group))];
    }

    private async Task<IReadOnlyList<Cell>> ReadAsync(Shared shared, string? group, CancellationToken cancellationToken)
    {
        var asked = Stopwatch.GetTimestamp();
        await shared.One.WaitAsync(cancellationToken);
        try
        {
            if (shared.Last is not { } last || !(last.Begun > asked || Holds(last)))
            {
                shared.Last = last = await CountAsync(group, cancellationToken);
            }

            return last.Cells;
        }
        finally
        {
            shared.One.Release();
        }
    }

    private bool Holds(Counted last) =>
        last.Changes == feed.Changes && clock.GetUtcNow() < last.Until && Stopwatch.GetElapsedTime(last.Begun) < LongestAge;

    /// <summary>Counts what is open in a group or, without one, what is escalated to any.</summary>
    private async Task<Counted> CountAsync(string? group, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var (begun, changes, now) = (Stopwatch.GetTimestamp(), feed.Changes, clock.GetUtcNow());
        var (today, tomorrow) = TaskList.DayOf(now, calendar);
        var open = db.Tasks.Where(task => task.State == TaskState.Open);
        var cells = await (group is null ? open.Where(task => task.EscalatedTo != null) : open.Where(task => task.Group == EF.Constant(group)))
            .GroupBy(task => new { task.Group, task.EscalatedTo, task.Assignee })
            .Select(cell => new Cell
            {
                Group = cell.Key.Group,
                EscalatedTo = cell.Key.EscalatedTo,
                Assignee = cell.Key.Assignee,
                Total = cell.Count(),
                Overdue = cell.Count(task => task.DueAt < now),
                DueToday = cell.Count(task => task.DueAt >= today && task.DueAt < tomorrow),
                NextDue = cell.Where(task => task.DueAt >= now).Min(task => task.DueAt),
            })
            .ToListAsync(cancellationToken);

        // Time alone makes tasks overdue, and tomorrow others are due.
        var until = cells.Min(cell => cell.NextDue) is { } next && next < tomorrow ? next : tomorrow;
        return new Counted(begun, changes, until, cells);
    }

    private sealed class Shared
    {
        public SemaphoreSlim One { get; } = new(1, 1);

        public Counted? Last { get; set; }
    }

    /// <param name="Begun">A stamp of the real clock.</param>
    /// <param name="Changes">What the node knew of before.</param>
    /// <param name="Until">When it is another count without any change.</param>
    private sealed record Counted(long Begun, long Changes, DateTimeOffset Until, IReadOnlyList<Cell> Cells);

    /// <summary>Open tasks that one person holds.</summary>
    private sealed class Cell
    {
        public required string Group { get; init; }

        public string? EscalatedTo { get; init; }

        public string? Assignee { get; init; }

        public int Total { get; init; }

        public int Overdue { get; init; }

        public int DueToday { get; init; }

        /// <summary>When the next of them is due.</summary>
        public DateTimeOffset? NextDue { get; init; }
    }
}
