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
        sessions.MapDelete("/{id:guid}", EndAsync).WithSummary("Ends a session at once.");
        sessions.MapDelete("/", EndAllAsync).WithSummary("Ends all sessions of a person at once.");

        var own = api.MapGroup("/me/sessions").WithTags("Access").AddEndpointFilter(UserEndpoints.ForgetAsync);
        own.MapGet("/", ListOwnAsync).WithSummary("The caller's sessions, last seen first; API keys and users of another provider have none.");
        own.MapDelete("/{id:guid}", EndOwnAsync).WithSummary("Ends one of the caller's sessions at once.");
        own.MapDelete("/", EndOthersAsync).WithSummary("Ends the caller's sessions but the one that asks.");
    }

    private static async Task<Ok<Page<SessionDto>>> ListAsync(
        [AsParameters] PageQuery page, Guid? userId, SessionService sessions, IWorkflowStore store, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        TypedResults.Ok(await ReadAsync(page, userId, sessions, store, user, cancellationToken));

    private static async Task<Ok<Page<SessionDto>>> ListOwnAsync(
        [AsParameters] PageQuery page, SessionService sessions, IWorkflowStore store, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        TypedResults.Ok(await ReadAsync(page, OwnId(user) ?? Guid.Empty, sessions, store, user, cancellationToken));

    private static async Task<Page<SessionDto>> ReadAsync(
        PageQuery page, Guid? userId, SessionService sessions, IWorkflowStore store, ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var present = PresentOf(caller);
        var rows =
            from token in sessions.Live(db, userId)
            join user in db.Users on token.UserId equals user.Id
            where !user.Disabled
            select new Row { Token = token, User = user };
        return await page.ReadAsync(
            rows, "sessions", row => row.Token.ExpiresAt, row => row.Token.Family, true, row => ToDto(row, present), cancellationToken);
    }

    private static async Task<NoContent> EndAsync(Guid id, SessionService sessions, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(id, null, user.ToCaller(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> EndAllAsync(Guid userId, SessionService sessions, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await sessions.EndAllAsync(userId, user.ToCaller(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> EndOwnAsync(Guid id, SessionService sessions, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(id, OwnId(user) ?? throw new NotFoundException("session", id), user.ToCaller(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> EndOthersAsync(SessionService sessions, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (PresentOf(user) is { } present && OwnId(user) is { } own)
        {
            await sessions.EndOthersAsync(own, present, user.ToCaller(), cancellationToken);
        }

        return TypedResults.NoContent();
    }

    // Neither an API key nor who was let in by another provider has a session here.
    private static Guid? PresentOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(ClaimNames.Session), out var session) ? session : null;

    private static Guid? OwnId(ClaimsPrincipal user) =>
        PresentOf(user) is not null && Guid.TryParse(user.FindFirstValue(ClaimNames.Id), out var id) ? id : null;

    private static SessionDto ToDto(Row row, Guid? present) => new()
    {
        Id = row.Token.Family.ToString(),
        UserId = row.User.Id.ToString(),
        User = new PersonDto { Username = row.User.Username, DisplayName = row.User.DisplayName },
        Since = Ids.TimeOf(row.Token.Family),
        LastSeenAt = row.Token.ExpiresAt - LogIn.RefreshLifetime,
        ExpiresAt = row.Token.ExpiresAt,
        Current = row.Token.Family == present,
    };

    private sealed class Row
    {
        public required RefreshToken Token { get; init; }

        public required User User { get; init; }
    }
}
