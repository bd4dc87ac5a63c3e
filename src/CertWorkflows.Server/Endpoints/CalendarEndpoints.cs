using CertWorkflows.Client;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

internal static class CalendarEndpoints
{
    public static void MapBusinessCalendar(this IEndpointRouteBuilder api) =>
        api.MapGet("/business-calendar", Add).WithTags("Rules")
            .WithSummary("The n-th business day after an instant (T-3), and the days that were skipped.");

    private static Ok<BusinessDaysResponse> Add(InstantParameter from, int add, BusinessCalendar calendar)
    {
        var result = calendar.AddBusinessDays(from.Value, add);
        return TypedResults.Ok(new BusinessDaysResponse
        {
            At = result.At,
            BusinessDays = result.BusinessDays,
            Skipped = [.. result.Skipped.Select(day => new SkippedDayDto { Date = day.Date, Why = day.Why })],
            Complete = result.Complete,
        });
    }
}
