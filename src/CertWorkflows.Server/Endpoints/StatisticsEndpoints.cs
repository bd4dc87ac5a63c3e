using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

/// <summary>What supervisors see of everybody's work.</summary>
internal static class StatisticsEndpoints
{
    private const int UsualDays = 30;
    private const int MostDays = 366;

    public static void MapStatistics(this IEndpointRouteBuilder api)
    {
        var board = api.MapGroup("").WithTags("Supervision").ForSupervisors();
        board.MapGet("/task-statistics", TasksAsync).WithSummary("Open tasks of all groups, by age, group and person; who completed how many in a period.");
        board.MapGet("/refund-statistics", RefundsAsync).WithSummary("How refunds were decided and paid in a period (RF-22).");
        board.MapGet("/people", PeopleAsync).WithSummary("Everybody who logs in, with roles and groups; oldest first.");
    }

    private static async Task<Ok<TaskStatisticsDto>> TasksAsync(
        DateParameter? from, DateParameter? to, IWorkflowStore store, BusinessCalendar calendar, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var now = clock.GetUtcNow();
        return TypedResults.Ok(await TaskStatistics.CountAsync(db, calendar, now, PeriodOf(from, to, calendar, now), cancellationToken));
    }

    private static async Task<Ok<RefundStatisticsDto>> RefundsAsync(
        DateParameter? from, DateParameter? to, IWorkflowStore store, BusinessCalendar calendar, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var now = clock.GetUtcNow();
        return TypedResults.Ok(await RefundStatistics.CountAsync(db, calendar, now, PeriodOf(from, to, calendar, now), cancellationToken));
    }

    private static async Task<Ok<Page<ColleagueDto>>> PeopleAsync(
        [AsParameters] PageQuery page, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        return TypedResults.Ok(await page.ReadAsync(
            db.Users, "people", user => user.CreatedAt, user => user.Id, false, ToDto, cancellationToken));
    }

    private static ColleagueDto ToDto(User user) => new()
    {
        Username = user.Username,
        DisplayName = user.DisplayName,
        Roles = UserEndpoints.RolesOf(user.Roles),
        Groups = user.Groups,
        Disabled = user.Disabled,
    };

    /// <exception cref="InvalidInputException">It ends before it begins, or is too long.</exception>
    private static Period PeriodOf(DateParameter? from, DateParameter? to, BusinessCalendar calendar, DateTimeOffset now)
    {
        var last = to?.Value ?? calendar.DateOf(now);
        var first = from?.Value ?? last.AddDays(1 - UsualDays);
        return last < first ? throw new InvalidInputException("to", $"{last:yyyy-MM-dd} is before {first:yyyy-MM-dd}.")
            : last.DayNumber - first.DayNumber >= MostDays ? throw new InvalidInputException("from", $"At most {MostDays} days are possible.")
            : new Period(first, last, calendar.StartOf(first), calendar.StartOf(last.AddDays(1)));
    }
}

/// <summary>Some days of the business zone, and the instants at which they begin and are over.</summary>
internal sealed record Period(DateOnly First, DateOnly Last, DateTimeOffset Start, DateTimeOffset End);
