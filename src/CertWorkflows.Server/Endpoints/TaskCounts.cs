using System.Collections.Concurrent;
using System.Diagnostics;
using System.Linq.Expressions;
using System.Security.Claims;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Server.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using TaskState = CertWorkflows.Application.Tasks.HumanTaskState;

namespace CertWorkflows.Server.Endpoints;

/// <summary>
/// How many open tasks people see. Counting reads all that are open in their groups, so that people of the same groups who ask at the same moment
/// share one count: each gets one that began after the question, which is as new as one of their own.
/// </summary>
internal sealed class TaskCounts(IWorkflowStore store, BusinessCalendar calendar, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<string, Shared> _counts = new(StringComparer.Ordinal);

    public static async Task<Ok<TaskCountsDto>> GetAsync(TaskCounts counts, IWorkflowStore store, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var caller = user.ToCaller();
        await using var db = store.Open();
        var mentions = db.TaskMentions.Where(m => m.Username == caller.Name).Select(m => m.TaskId);
        var mentioned = await TaskList.Visible(db.Tasks, caller)
            .CountAsync(task => task.State == TaskState.Open && mentions.Contains(task.Id), cancellationToken);
        var seen = await counts.ReadAsync(TaskList.GroupsOf(caller), cancellationToken);
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
        foreach (var shared in _counts.Values)
        {
            shared.One.Dispose();
        }
    }

    private async Task<IReadOnlyList<Cell>> ReadAsync(string[] groups, CancellationToken cancellationToken)
    {
        // As many as there are ways to be in groups, which are few.
        var shared = _counts.GetOrAdd(string.Join('\n', groups), _ => new Shared());
        var asked = Stopwatch.GetTimestamp();
        await shared.One.WaitAsync(cancellationToken);
        try
        {
            if (shared.Last is not { } last || last.Begun < asked)
            {
                shared.Last = last = new Counted(Stopwatch.GetTimestamp(), await CountAsync(groups, cancellationToken));
            }

            return last.Cells;
        }
        finally
        {
            shared.One.Release();
        }
    }

    // In two parts, each of which has its index: what is in the groups, and what was escalated to them from elsewhere.
    private async Task<IReadOnlyList<Cell>> CountAsync(string[] groups, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var now = clock.GetUtcNow();
        var (today, tomorrow) = TaskList.DayOf(now, calendar);
        return
        [
            .. await ReadAsync(task => EF.Constant(groups).Contains(task.Group)),
            .. await ReadAsync(task => EF.Constant(groups).Contains(task.EscalatedTo) && !EF.Constant(groups).Contains(task.Group)),
        ];

        Task<List<Cell>> ReadAsync(Expression<Func<HumanTask, bool>> which) => db.Tasks
            .Where(task => task.State == TaskState.Open)
            .Where(which)
            .GroupBy(task => task.Assignee)
            .Select(open => new Cell
            {
                Assignee = open.Key,
                Total = open.Count(),
                Overdue = open.Count(task => task.DueAt < now),
                DueToday = open.Count(task => task.DueAt >= today && task.DueAt < tomorrow),
            })
            .ToListAsync(cancellationToken);
    }

    private sealed class Shared
    {
        public SemaphoreSlim One { get; } = new(1, 1);

        public Counted? Last { get; set; }
    }

    private sealed record Counted(long Begun, IReadOnlyList<Cell> Cells);

    /// <summary>Open tasks that one person holds.</summary>
    private sealed class Cell
    {
        public string? Assignee { get; init; }

        public int Total { get; init; }

        public int Overdue { get; init; }

        public int DueToday { get; init; }
    }
}
