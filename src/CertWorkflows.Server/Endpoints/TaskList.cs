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
    private const int PairOfLetters = 2;
    private const string Escape = "\\";

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
        var caller = user.ToCaller();
        var found = Filter(db, await InScopeAsync(db, filter, caller, cancellationToken), filter, caller, calendar, now);
        var names = await db.NamesAsync(cancellationToken);
        var slim = Slim(found);
        return TypedResults.Ok(await (filter.Sort?.Value switch
        {
            TaskSort.Priority => PageAsync("priority", task => task.Priority, true),
            TaskSort.Created => PageAsync("created", task => task.CreatedAt, true),
            TaskSort.Closed => PageAsync("closed", task => task.ClosedAt ?? Epoch, true),
            _ => PageAsync("due", task => task.DueAt ?? Never, false),
        }));

        Task<Page<TaskSummaryDto>> PageAsync<TKey>(string sort, Expression<Func<HumanTask, TKey>> key, bool descending)
            where TKey : notnull =>
            page.ReadAsync(
                slim, $"tasks by {sort}", key, task => task.Id, descending, task => TaskAnswers.Summary(task, now, names), cancellationToken);
    }

    // Groups, states and words are written into the query. A plan that fits all values, which the database makes for a query that comes often, would
    // take the same index for a word that every title has and for one that none has, for a group with most of the tasks and for one with few.
    public static IQueryable<HumanTask> Visible(IQueryable<HumanTask> tasks, Caller caller)
    {
        var groups = GroupsOf(caller);
        return tasks.Where(task => EF.Constant(groups).Contains(task.Group) || EF.Constant(groups).Contains(task.EscalatedTo));
    }

    // In one order, so that people of the same groups ask in the same words.
    private static string[] GroupsOf(Caller caller) => [.. caller.Groups.Order(StringComparer.Ordinal)];

    // A member of the wanted group sees all of it. Others see of it what was escalated between the two groups, which is little.
    private static async Task<IQueryable<HumanTask>> InScopeAsync(WorkflowDb db, TaskFilter filter, Caller caller, CancellationToken cancellationToken)
    {
        IQueryable<HumanTask> tasks = db.Tasks;
        var groups = GroupsOf(caller);
        var all = filter.Everyone == true ? Everyones(tasks, caller) : null;
        if (filter.Group is not { } group)
        {
            if (all is not null || filter.State?.Value != ClientState.Open)
            {
                return all ?? Visible(tasks, caller);
            }

            // To most people nothing is escalated: the tasks of their own groups are all there are, and those have an index in the inbox's order.
            var escalated = await tasks.AnyAsync(task => task.State == TaskState.Open && EF.Constant(groups).Contains(task.EscalatedTo), cancellationToken);
            return escalated ? Visible(tasks, caller) : tasks.Where(task => EF.Constant(groups).Contains(task.Group));
        }

        return all is not null || caller.IsIn(group)
            ? tasks.Where(task => task.Group == EF.Constant(group) || task.EscalatedTo == EF.Constant(group))
            : tasks.Where(task => (task.Group == EF.Constant(group) && EF.Constant(groups).Contains(task.EscalatedTo))
                || (task.EscalatedTo == EF.Constant(group) && EF.Constant(groups).Contains(task.Group)));
    }

    private static IQueryable<HumanTask> Everyones(IQueryable<HumanTask> tasks, Caller caller) => caller.IsIn(TaskRules.SupervisorsGroup)
        ? tasks
        : throw new ForbiddenException("not-a-supervisor", $"Only members of the group '{TaskRules.SupervisorsGroup}' see everyone's tasks.");

    private static IQueryable<HumanTask> Filter(
        WorkflowDb db, IQueryable<HumanTask> found, TaskFilter filter, Caller caller, BusinessCalendar calendar, DateTimeOffset now)
    {
        if (filter.State?.Value.As<TaskState>() is { } state)
        {
            found = found.Where(task => task.State == EF.Constant(state));
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
            found = Guid.TryParse(filter.Q, out var caseId) ? found.Where(task => task.CaseId == caseId) : Titled(found, filter.Q, filter.State?.Value);
        }

        return found;
    }

    private static IQueryable<HumanTask> Titled(IQueryable<HumanTask> tasks, string words, ClientState? state)
    {
        var lower = words.Trim().ToLowerInvariant();
        var letters = lower.EnumerateRunes().Count();
        if (letters == PairOfLetters && state == ClientState.Open)
        {
            return tasks.Where(task => TaskTitles.HasPair(task.Title, EF.Constant(lower)));
        }

#pragma warning disable CA1304, CA1310, CA1311, CA1862, CA2249, MA0001, MA0011, MA0074 // this is lower(title), which has an index; the databases know no cultures here
        if (letters <= PairOfLetters)
        {
            // The index of closed titles is of three letters at a time and would be read whole: it is faster to look into them one after the other.
            return tasks.Where(task => task.Title.ToLower().IndexOf(EF.Constant(lower)) >= 0);
        }

        if (state is null)
        {
            // Open tasks have an index of titles of their own, and so have the others: each is asked.
            tasks = tasks.Where(task => task.State == TaskState.Open || task.State != TaskState.Open);
        }

        // Contains would make a parameter of the pattern all the same.
        var literal = lower.Replace(Escape, Escape + Escape, StringComparison.Ordinal)
            .Replace("%", Escape + "%", StringComparison.Ordinal)
            .Replace("_", Escape + "_", StringComparison.Ordinal);
        var pattern = $"%{literal}%";
        return tasks.Where(task => EF.Functions.Like(task.Title.ToLower(), EF.Constant(pattern), Escape));
#pragma warning restore CA1304, CA1310, CA1311, CA1862, CA2249, MA0001, MA0011, MA0074
    }

    /// <summary>A list shows neither form nor data, which are most of a row.</summary>
    private static IQueryable<HumanTask> Slim(IQueryable<HumanTask> tasks) => tasks.Select(task => new HumanTask
    {
        Id = task.Id,
        DefinitionId = "",
        ActivityId = "",
        Title = task.Title,
        Kind = task.Kind,
        Group = task.Group,
        Form = "",
        Outcomes = task.Outcomes,
        Excluded = "",
        Priority = task.Priority,
        State = task.State,
        Assignee = task.Assignee,
        DelegatedBy = task.DelegatedBy,
        DelegatedUntil = task.DelegatedUntil,
        CaseKind = task.CaseKind,
        CaseId = task.CaseId,
        CreatedAt = task.CreatedAt,
        DueAt = task.DueAt,
        EscalatedAt = task.EscalatedAt,
        Outcome = task.Outcome,
        CompletedBy = task.CompletedBy,
        ClosedAt = task.ClosedAt,
    });

    /// <summary>The day in the business zone: from its first instant to the next day's.</summary>
    public static (DateTimeOffset From, DateTimeOffset Until) DayOf(DateTimeOffset now, BusinessCalendar calendar)
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
