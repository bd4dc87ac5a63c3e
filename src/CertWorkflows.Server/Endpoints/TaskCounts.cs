using System.Diagnostics;
using System.Security.Claims;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Server.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using TaskState = CertWorkflows.Application.Tasks.HumanTaskState;

namespace CertWorkflows.Server.Endpoints;

/// <summary>
/// How many open tasks people see. Counting reads all that are open, so that callers who ask at the same moment share one count: each gets
/// one that began after the question, which is as new as one of their own.
/// </summary>
internal sealed class TaskCounts(IWorkflowStore store, BusinessCalendar calendar, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private Counted? _last;

    public static async Task<Ok<TaskCountsDto>> GetAsync(TaskCounts counts, IWorkflowStore store, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var caller = user.ToCaller();
        await using var db = store.Open();
        var mentions = db.TaskMentions.Where(m => m.Username == caller.Name).Select(m => m.TaskId);
        var mentioned = await TaskList.Visible(db.Tasks, caller)
            .CountAsync(task => task.State == TaskState.Open && mentions.Contains(task.Id), cancellationToken);
        var seen = (await counts.ReadAsync(cancellationToken)).Where(cell => Sees(caller, cell)).ToList();
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

    public void Dispose() => _one.Dispose();

    private async Task<IReadOnlyList<Cell>> ReadAsync(CancellationToken cancellationToken)
    {
        var asked = Stopwatch.GetTimestamp();
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || last.Begun < asked)
            {
                _last = last = new Counted(Stopwatch.GetTimestamp(), await CountAsync(cancellationToken));
            }

            return last.Cells;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<IReadOnlyList<Cell>> CountAsync(CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var now = clock.GetUtcNow();
        var (today, tomorrow) = TaskList.DayOf(now, calendar);
        return await db.Tasks
            .Where(task => task.State == TaskState.Open)
            .GroupBy(task => new { task.Group, task.EscalatedTo, task.Assignee })
            .Select(open => new Cell
            {
                Group = open.Key.Group,
                EscalatedTo = open.Key.EscalatedTo,
                Assignee = open.Key.Assignee,
                Total = open.Count(),
                Overdue = open.Count(task => task.DueAt < now),
                DueToday = open.Count(task => task.DueAt >= today && task.DueAt < tomorrow),
            })
            .ToListAsync(cancellationToken);
    }

    private static bool Sees(Caller caller, Cell cell) => caller.IsIn(cell.Group) || (cell.EscalatedTo is { } group && caller.IsIn(group));

    private sealed record Counted(long Begun, IReadOnlyList<Cell> Cells);

    /// <summary>Open tasks of one group that one person holds.</summary>
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
