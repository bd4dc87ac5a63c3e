using System.Linq.Expressions;
using System.Security.Claims;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ClientState = CertWorkflows.Client.HumanTaskState;
using TaskState = CertWorkflows.Application.Tasks.HumanTaskState;

namespace CertWorkflows.Server.Endpoints;

/// <summary>The inbox.</summary>
internal static class TaskList
{
    private const string Me = "me";
    private const string Nobody = "none";
    private const string Today = "today";

    // Open tasks come after those that were closed.
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    // Tasks without a limit come last.
    private static readonly DateTimeOffset Never = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<Ok<Page<TaskSummaryDto>>> ListAsync(
        [AsParameters] PageQuery page,
        [AsParameters] TaskFilter filter,
        IWorkflowStore store,
        BusinessCalendar calendar,
        TimeProvider clock,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var now = clock.GetUtcNow();
        var found = Filter(db, filter, user.ToCaller(), calendar, now);
        var names = await db.Users.AsNoTracking().ToDictionaryAsync(u => u.Username, u => u.DisplayName, cancellationToken);
        return TypedResults.Ok(await (filter.Sort?.Value switch
        {
            TaskSort.Priority => PageAsync("priority", task => task.Priority, true),
            TaskSort.Created => PageAsync("created", task => task.CreatedAt, false),
            TaskSort.Closed => PageAsync("closed", task => task.ClosedAt ?? Epoch, true),
            _ => PageAsync("due", task => task.DueAt ?? Never, false),
        }));

        Task<Page<TaskSummaryDto>> PageAsync<TKey>(string sort, Expression<Func<HumanTask, TKey>> key, bool descending)
            where TKey : notnull =>
            page.ReadAsync(
                found, $"tasks by {sort}", key, task => task.Id, descending, task => TaskAnswers.Summary(task, now, names), cancellationToken);
    }

    public static async Task<Ok<TaskCountsDto>> CountsAsync(
        IWorkflowStore store, BusinessCalendar calendar, TimeProvider clock, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var (caller, now) = (user.ToCaller(), clock.GetUtcNow());
        var (today, tomorrow) = DayOf(now, calendar);
        var mentions = db.TaskMentions.Where(m => m.Username == caller.Name).Select(m => m.TaskId);
        var counts = await Visible(db.Tasks, caller)
            .Where(task => task.State == TaskState.Open)
            .GroupBy(_ => 1)
            .Select(open => new
            {
                Open = open.Count(),
                Mine = open.Count(task => task.Assignee == caller.Name),
                Unassigned = open.Count(task => task.Assignee == null),
                Overdue = open.Count(task => task.DueAt < now),
                DueToday = open.Count(task => task.DueAt >= today && task.DueAt < tomorrow),
            })
            .SingleOrDefaultAsync(cancellationToken);
        var mentioned = await Visible(db.Tasks, caller).CountAsync(task => task.State == TaskState.Open && mentions.Contains(task.Id), cancellationToken);
        return TypedResults.Ok(new TaskCountsDto
        {
            Open = counts?.Open ?? 0,
            Mine = counts?.Mine ?? 0,
            Unassigned = counts?.Unassigned ?? 0,
            Overdue = counts?.Overdue ?? 0,
            DueToday = counts?.DueToday ?? 0,
            Mentioned = mentioned,
        });
    }

    private static IQueryable<HumanTask> Visible(IQueryable<HumanTask> tasks, Caller caller)
    {
        var groups = caller.Groups.ToArray();
        return tasks.Where(task => groups.Contains(task.Group) || groups.Contains(task.EscalatedTo));
    }

    private static IQueryable<HumanTask> Everyones(IQueryable<HumanTask> tasks, Caller caller) => caller.IsIn(TaskRules.SupervisorsGroup)
        ? tasks
        : throw new ForbiddenException("not-a-supervisor", $"Only members of the group '{TaskRules.SupervisorsGroup}' see everyone's tasks.");

    private static IQueryable<HumanTask> Filter(
        WorkflowDb db, TaskFilter filter, Caller caller, BusinessCalendar calendar, DateTimeOffset now)
    {
        var found = filter.Everyone == true ? Everyones(db.Tasks, caller) : Visible(db.Tasks, caller);
        if (filter.State?.Value.As<TaskState>() is { } state)
        {
            found = found.Where(task => task.State == state);
        }

        if (filter.Group is { } group)
        {
            found = found.Where(task => task.Group == group || task.EscalatedTo == group);
        }

        if (filter.Kind is { } kind)
        {
            found = found.Where(task => task.Kind == kind);
        }

        if (filter.Assignee is { } assignee)
        {
            var holder = assignee switch { Me => caller.Name, Nobody => null, _ => assignee };
            found = found.Where(task => task.Assignee == holder);
        }

        if (filter.CompletedBy is { } completedBy)
        {
            var who = completedBy == Me ? caller.Name : completedBy;
            found = found.Where(task => task.CompletedBy == who);
        }

        if (filter.Mentioned == true)
        {
            found = found.Where(task => db.TaskMentions.Any(m => m.TaskId == task.Id && m.Username == caller.Name));
        }

        found = filter.Overdue switch
        {
            true => found.Where(task => task.State == TaskState.Open && task.DueAt < now),
            false => found.Where(task => task.State != TaskState.Open || task.DueAt == null || task.DueAt >= now),
            null => found,
        };
        if (filter.Due is { } due)
        {
            var (from, until) = due == Today ? DayOf(now, calendar) : throw new InvalidInputException("due", $"'{Today}' is possible.");
            found = found.Where(task => task.DueAt >= from && task.DueAt < until);
        }

        if (!string.IsNullOrWhiteSpace(filter.Q))
        {
            var q = filter.Q;
            found = Guid.TryParse(q, out var caseId)
                ? found.Where(task => task.CaseId == caseId)
                : found.Where(task => task.Title.Contains(q));
        }

        return found;
    }

    /// <summary>The day in the business zone: from its first instant to the next day's.</summary>
    private static (DateTimeOffset From, DateTimeOffset Until) DayOf(DateTimeOffset now, BusinessCalendar calendar)
    {
        var local = TimeZoneInfo.ConvertTime(now, calendar.Zone);
        var start = now - local.TimeOfDay;
        return (start, calendar.AddNaturalDays(start, 1));
    }
}

/// <summary>Which tasks are wanted; what is left out does not filter.</summary>
internal readonly record struct TaskFilter(
    [FromQuery(Name = "state")] EnumParameter<ClientState>? State,
    [FromQuery(Name = "group")] string? Group,
    [FromQuery(Name = "assignee")] string? Assignee,
    [FromQuery(Name = "overdue")] bool? Overdue,
    [FromQuery(Name = "due")] string? Due,
    [FromQuery(Name = "mentioned")] bool? Mentioned,
    [FromQuery(Name = "completedBy")] string? CompletedBy,
    [FromQuery(Name = "kind")] string? Kind,
    [FromQuery(Name = "everyone")] bool? Everyone,
    [FromQuery(Name = "q")] string? Q,
    [FromQuery(Name = "sort")] EnumParameter<TaskSort>? Sort);
