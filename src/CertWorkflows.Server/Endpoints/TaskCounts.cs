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
/// How many open tasks people see. Counting reads all that are open in a group, so that people of the same group who ask at the same moment
/// share one count: each gets one that began after the question, which is as new as one of their own.
/// </summary>
internal sealed class TaskCounts(IWorkflowStore store, BusinessCalendar calendar, TimeProvider clock) : IDisposable
{
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
            shared.Dispose();
        }
    }

    /// <summary>What is in the groups, and what was escalated to them from others.</summary>
    private async Task<IReadOnlyList<Cell>> ReadAsync(IReadOnlySet<string> groups, CancellationToken cancellationToken)
    {
        var inGroups = groups.Select(group => _inGroups.GetOrAdd(group, _ => new Shared()).ReadAsync(() => CountAsync(group, cancellationToken), cancellationToken));
        var escalated = _escalated.ReadAsync(() => CountAsync(null, cancellationToken), cancellationToken);
        var own = await Task.WhenAll(inGroups);
        return [.. own.SelectMany(cells => cells), .. (await escalated).Where(cell => groups.Contains(cell.EscalatedTo!) && !groups.Contains(cell.Group))];
    }

    /// <summary>Counts what is open in a group or, without one, what is escalated to any.</summary>
    private async Task<IReadOnlyList<Cell>> CountAsync(string? group, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var now = clock.GetUtcNow();
        var (today, tomorrow) = TaskList.DayOf(now, calendar);
        var open = db.Tasks.Where(task => task.State == TaskState.Open);
        return await (group is null ? open.Where(task => task.EscalatedTo != null) : open.Where(task => task.Group == EF.Constant(group)))
            .GroupBy(task => new { task.Group, task.EscalatedTo, task.Assignee })
            .Select(cell => new Cell
            {
                Group = cell.Key.Group,
                EscalatedTo = cell.Key.EscalatedTo,
                Assignee = cell.Key.Assignee,
                Total = cell.Count(),
                Overdue = cell.Count(task => task.DueAt < now),
                DueToday = cell.Count(task => task.DueAt >= today && task.DueAt < tomorrow),
            })
            .ToListAsync(cancellationToken);
    }

    /// <summary>A count of which many make use, made by one of them at a time.</summary>
    private sealed class Shared : IDisposable
    {
        private readonly SemaphoreSlim _one = new(1, 1);
        private long _begun = long.MinValue;
        private IReadOnlyList<Cell> _last = [];

        public async Task<IReadOnlyList<Cell>> ReadAsync(Func<Task<IReadOnlyList<Cell>>> count, CancellationToken cancellationToken)
        {
            var asked = Stopwatch.GetTimestamp();
            await _one.WaitAsync(cancellationToken);
            try
            {
                if (_begun < asked)
                {
                    var begun = Stopwatch.GetTimestamp();
                    _last = await count();
                    _begun = begun;
                }

                return _last;
            }
            finally
            {
                _one.Release();
            }
        }

        public void Dispose() => _one.Dispose();
    }

    /// <summary>Open tasks that one person holds.</summary>
    private sealed class Cell
    {
        public required string Group { get; init; }

        public string? EscalatedTo { get; init; }

        public string? Assignee { get; init; }

        public int Total { get; init; }

        public int Overdue { get; init; }

        public int DueToday { get; init; }
    }
}
