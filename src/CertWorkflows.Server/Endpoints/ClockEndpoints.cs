using CertWorkflows.Application.Access;
using CertWorkflows.Client;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Clock;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

/// <summary>Mapped only where the host was started with a virtual clock.</summary>
internal static class ClockEndpoints
{
    private static readonly TimeSpan AdvanceTimeout = TimeSpan.FromMinutes(10);

    public static void MapClock(this IEndpointRouteBuilder api)
    {
        var clock = api.MapGroup("/clock").WithTags("Operations");
        clock.MapGet("/", Now).WithSummary("What the business clock shows.");
        clock.MapPost("/advance", AdvanceAsync).ForOperators().WithRequestTimeout(AdvanceTimeout)
            .WithSummary("Moves the virtual clock; all that falls due on the way happens in due order.");
    }

    private static Ok<ClockDto> Now(TimeProvider clock, BusinessCalendar calendar) =>
        TypedResults.Ok(new ClockDto { Now = clock.GetUtcNow(), TimeZone = calendar.Zone.Id });

    private static async Task<Ok<AdvanceClockResponse>> AdvanceAsync(
        AdvanceClockRequest request, ClockAdvance advance, TimeProvider clock, CancellationToken cancellationToken)
    {
        var fired = await advance.ToAsync(TargetOf(request), cancellationToken);
        return TypedResults.Ok(new AdvanceClockResponse { Now = clock.GetUtcNow(), Fired = fired });
    }

    private static Func<DateTimeOffset, DateTimeOffset> TargetOf(AdvanceClockRequest request) => request switch
    {
        { By: { } by, To: null } => IsoDuration.TryParse(by, out var duration)
            ? now => now + duration
            : throw new InvalidInputException("by", IsoDuration.Wanted),
        { By: null, To: { } to } => _ => to,
        _ => throw new InvalidInputException("by", "Exactly one of 'by' and 'to' is needed."),
    };
}
