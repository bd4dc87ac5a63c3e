using CertWorkflows.Application.Access;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain.Calendar;
using Microsoft.EntityFrameworkCore;
using TaskState = CertWorkflows.Application.Tasks.HumanTaskState;

namespace CertWorkflows.Server.Endpoints;

/// <summary>Counts of all groups' tasks. The database counts; a row comes back for each pair of group and holder.</summary>
internal static class TaskStatistics
{
    // Business days at which RF-22 looks again: the average, the escalation, the limit.
    private static readonly int[] AgeLimits = [1, 5, 10, 15];

    public static async Task<TaskStatisticsDto> CountAsync(
        WorkflowDb db, BusinessCalendar calendar, DateTimeOffset now, Period period, CancellationToken cancellationToken)
    {
        var cells = await CellsAsync(db, calendar, now, cancellationToken);
        var completed = await db.Tasks
            .Where(task => task.State == TaskState.Completed && task.ClosedAt >= period.Start && task.ClosedAt < period.End)
            .GroupBy(task => task.CompletedBy)
            .Select(group => new { By = group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.By ?? "", row => row.Count, cancellationToken);
        var users = await db.Users.AsNoTracking().ToListAsync(cancellationToken);
        return new TaskStatisticsDto
        {
            At = now,
            From = period.First,
            To = period.Last,
            Open = Load(cells),
            Completed = completed.Values.Sum(),
            Ages = Ages(cells),
            Groups =
            [
                .. TaskOptions.KnownGroups.Union(cells.Select(cell => cell.Group)).Select(group =>
                    new GroupLoadDto { Group = group, Open = Load(cells.Where(cell => cell.Group == group)) }),
            ],
            People = People(cells, completed, users),
        };
    }

    private static Task<List<Cell>> CellsAsync(WorkflowDb db, BusinessCalendar calendar, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = calendar.StartOf(calendar.DateOf(now));
        var tomorrow = calendar.EndOfDay(now);
        var (age1, age2, age3, age4) = (
            RaisedBefore(AgeLimits[0], calendar, now), RaisedBefore(AgeLimits[1], calendar, now),
            RaisedBefore(AgeLimits[2], calendar, now), RaisedBefore(AgeLimits[3], calendar, now));
        return db.Tasks
            .Where(task => task.State == TaskState.Open)
            .GroupBy(task => new { task.Group, task.Assignee })
            .Select(open => new Cell
            {
                Group = open.Key.Group,
                Assignee = open.Key.Assignee,
                Total = open.Count(),
                Overdue = open.Count(task => task.DueAt < now),
                DueToday = open.Count(task => task.DueAt >= today && task.DueAt < tomorrow),
                Escalated = open.Count(task => task.EscalatedTo != null),
                Age1 = open.Count(task => task.CreatedAt < age1),
                Age2 = open.Count(task => task.CreatedAt < age2),
                Age3 = open.Count(task => task.CreatedAt < age3),
                Age4 = open.Count(task => task.CreatedAt < age4),
            })
            .ToListAsync(cancellationToken);
    }

    /// <summary>What was raised before this instant is so many business days old, or older.</summary>
    private static DateTimeOffset RaisedBefore(int businessDays, BusinessCalendar calendar, DateTimeOffset now)
    {
        var date = calendar.DateOf(now);
        for (var counted = 0; counted < businessDays; date = date.AddDays(-1))
        {
            counted += calendar.IsBusinessDay(date) ? 1 : 0;
        }

        return calendar.StartOf(date.AddDays(1));
    }

    private static TaskLoadDto Load(IEnumerable<Cell> cells)
    {
        var counted = cells.ToList();
        return new TaskLoadDto
        {
            Total = counted.Sum(cell => cell.Total),
            Unassigned = counted.Where(cell => cell.Assignee is null).Sum(cell => cell.Total),
            Overdue = counted.Sum(cell => cell.Overdue),
            DueToday = counted.Sum(cell => cell.DueToday),
            Escalated = counted.Sum(cell => cell.Escalated),
        };
    }

    private static IReadOnlyList<AgeBucketDto> Ages(List<Cell> cells)
    {
        int[] atLeast = [cells.Sum(c => c.Total), cells.Sum(c => c.Age1), cells.Sum(c => c.Age2), cells.Sum(c => c.Age3), cells.Sum(c => c.Age4), 0];
        return
        [
            .. Enumerable.Range(0, AgeLimits.Length + 1).Select(i => new AgeBucketDto
            {
                FromBusinessDays = i == 0 ? 0 : AgeLimits[i - 1],
                ToBusinessDays = i < AgeLimits.Length ? AgeLimits[i] : null,
                Count = atLeast[i] - atLeast[i + 1],
            }),
        ];
    }

    private static IReadOnlyList<PersonLoadDto> People(List<Cell> cells, Dictionary<string, int> completed, List<User> users)
    {
        var names = users.ToDictionary(user => user.Username, user => user.DisplayName, StringComparer.Ordinal);
        var held = cells.Where(cell => cell.Assignee is not null).ToLookup(cell => cell.Assignee!, StringComparer.Ordinal);
        var workers = users
            .Where(user => !user.Disabled && user.Groups.Count > 0 && (user.Roles.Contains(Roles.Reviewer) || user.Roles.Contains(Roles.Operator)))
            .Select(user => user.Username);
        return
        [
            .. workers.Union(held.Select(group => group.Key)).Union(completed.Keys.Where(name => name.Length > 0))
                .Select(name => new PersonLoadDto
                {
                    Person = Words.Person(name, names),
                    Open = Load(held[name]),
                    Completed = completed.GetValueOrDefault(name),
                })
                .OrderByDescending(person => person.Open.Total).ThenBy(person => person.Person.Username, StringComparer.Ordinal),
        ];
    }

    /// <summary>Open tasks of one group that one person holds; those that are so many business days old, or older, are counted for each limit.</summary>
    private sealed class Cell
    {
        public required string Group { get; init; }

        public string? Assignee { get; init; }

        public int Total { get; init; }

        public int Overdue { get; init; }

        public int DueToday { get; init; }

        public int Escalated { get; init; }

        public int Age1 { get; init; }

        public int Age2 { get; init; }

        public int Age3 { get; init; }

        public int Age4 { get; init; }
    }
}
