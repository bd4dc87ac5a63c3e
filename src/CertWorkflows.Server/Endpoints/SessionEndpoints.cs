using System.Security.Claims;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder api)
    {
        var sessions = api.MapGroup("/sessions").WithTags("Access").ForAdmins().AddEndpointFilter(UserEndpoints.ForgetAsync);
        sessions.MapGet("/", ListAsync).WithSummary("Who is logged in, last seen first.");
        sessions.MapDelete("/{id:guid}", EndAsync).WithSummary("Ends a session: it is over once its present access token is.");
        sessions.MapDelete("/", EndAllAsync).WithSummary("Ends all sessions of a person at once.");
    }

    private static async Task<Ok<Page<SessionDto>>> ListAsync(
        [AsParameters] PageQuery page, Guid? userId, SessionService sessions, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var rows =
            from token in sessions.Live(db, userId)
            join user in db.Users on token.UserId equals user.Id
            where !user.Disabled
            select new Row { Token = token, User = user };
        return TypedResults.Ok(await page.ReadAsync(
            rows, "sessions", row => row.Token.ExpiresAt, row => row.Token.Family, true, ToDto, cancellationToken));
    }

    private static async Task<NoContent> EndAsync(Guid id, SessionService sessions, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(id, user.ToCaller(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> EndAllAsync(Guid userId, SessionService sessions, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await sessions.EndAllAsync(userId, user.ToCaller(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static SessionDto ToDto(Row row) => new()
    {
        Id = row.Token.Family.ToString(),
        UserId = row.User.Id.ToString(),
        User = new PersonDto { Username = row.User.Username, DisplayName = row.User.DisplayName },
        Since = Ids.TimeOf(row.Token.Family),
        LastSeenAt = row.Token.ExpiresAt - LogIn.RefreshLifetime,
        ExpiresAt = row.Token.ExpiresAt,
    };

    private sealed class Row
    {
        public required RefreshToken Token { get; init; }

        public required User User { get; init; }
    }
}
