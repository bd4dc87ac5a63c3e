using System.Security.Claims;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Endpoints;

internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("Access").AddEndpointFilter(ForgetAsync);
        users.MapGet("/", ListAsync).ForAdmins().WithSummary("The people who log in, oldest first.");
        users.MapGet("/{id:guid}", GetAsync).ForAdmins().WithSummary("One person.");
        users.MapPost("/", CreateAsync).ForAdmins().Idempotent().WithSummary("Takes in a person.");
        users.MapPatch("/{id:guid}", UpdateAsync).ForAdmins().WithSummary("Changes name, roles, groups or disables; ends all log-ins.");
        users.MapDelete("/{id:guid}", DeleteAsync).ForAdmins().WithSummary("Removes a person; the audit trail keeps the name.");
        users.MapPost("/{id:guid}/password", SetPasswordAsync).WithSummary("Sets one's own password, or as an admin anybody's.");
    }

    internal static IReadOnlyList<UserRole> RolesOf(IEnumerable<string> roles) =>
        [.. roles.Select(role => Enum.Parse<UserRole>(role, ignoreCase: true)).Order()];

    internal static IReadOnlyList<string> NamesOf(IEnumerable<UserRole> roles) =>
        [.. roles.Select(role => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(role.ToString()))];

    private static async Task<Ok<Page<UserDto>>> ListAsync(
        [AsParameters] PageQuery page, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        return TypedResults.Ok(await page.ReadAsync(
            db.Users, "users", user => user.CreatedAt, user => user.Id, false, ToDto, cancellationToken));
    }

    private static async Task<Ok<UserDto>> GetAsync(Guid id, IWorkflowStore store, HttpResponse response, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancellationToken)
            ?? throw new NotFoundException("user", id);
        return Answer(user, response);
    }

    private static async Task<Created<UserDto>> CreateAsync(
        CreateUserRequest request,
        UserService users,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var created = await users.CreateAsync(
            new NewUser(request.Username, request.DisplayName, request.Password, NamesOf(request.Roles), request.Groups ?? []),
            user.ToCaller(),
            u => keeper.Keep(ToDto(u), LocationOf(u)),
            cancellationToken);
        response.Tag(created.Version);
        return TypedResults.Created(LocationOf(created), ToDto(created));
    }

    private static async Task<Ok<UserDto>> UpdateAsync(
        Guid id,
        UpdateUserRequest request,
        IfMatch ifMatch,
        UserService users,
        ClaimsPrincipal user,
        HttpResponse response,
        CancellationToken cancellationToken) =>
        Answer(
            await users.UpdateAsync(
                id,
                new UserChange(request.DisplayName, request.Roles is null ? null : NamesOf(request.Roles), request.Groups, request.Disabled),
                ifMatch.Version,
                user.ToCaller(),
                cancellationToken),
            response);

    private static async Task<NoContent> DeleteAsync(
        Guid id, IfMatch ifMatch, UserService users, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await users.DeleteAsync(id, ifMatch.Version, user.ToCaller(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> SetPasswordAsync(
        Guid id, SetPasswordRequest request, UserService users, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await users.SetPasswordAsync(id, request.NewPassword, request.CurrentPassword, user.ToCaller(), cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>What this node remembers of people is out of date after a change.</summary>
    internal static async ValueTask<object?> ForgetAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        if (!HttpMethods.IsGet(context.HttpContext.Request.Method))
        {
            context.HttpContext.RequestServices.GetRequiredService<AccessDirectory>().Forget();
        }

        return answer;
    }

    private static string LocationOf(User user) => $"{Api.BasePath}/users/{user.Id}";

    private static Ok<UserDto> Answer(User user, HttpResponse response)
    {
        response.Tag(user.Version);
        return TypedResults.Ok(ToDto(user));
    }

    private static UserDto ToDto(User user) => new()
    {
        Id = user.Id.ToString(),
        Username = user.Username,
        DisplayName = user.DisplayName,
        Roles = RolesOf(user.Roles),
        Groups = user.Groups,
        Disabled = user.Disabled,
        CreatedAt = user.CreatedAt,
        Version = user.Version,
    };
}
