using System.Security.Claims;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

internal static class ApiKeyEndpoints
{
    public static void MapApiKeys(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/api-keys").WithTags("Access").ForAdmins().AddEndpointFilter(UserEndpoints.ForgetAsync);
        keys.MapGet("/", ListAsync).WithSummary("The keys that are in force, oldest first.");

        // Not idempotent by a key: the answer holds a secret that must not be kept. A repeated request meets 409 name-taken.
        keys.MapPost("/", CreateAsync).WithSummary("Makes a key; only this answer ever shows it.");
        keys.MapDelete("/{id:guid}", RevokeAsync).WithSummary("Ends a key at once.");
    }

    private static async Task<Ok<Page<ApiKeyDto>>> ListAsync(
        [AsParameters] PageQuery page, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        return TypedResults.Ok(await page.ReadAsync(
            db.ApiKeys.Where(key => key.RevokedAt == null),
            "api-keys",
            key => key.CreatedAt,
            key => key.Id,
            false,
            key => new ApiKeyDto
            {
                Id = key.Id.ToString(),
                Name = key.Name,
                Roles = UserEndpoints.RolesOf(key.Roles),
                Groups = [],
                Prefix = key.Prefix,
                CreatedAt = key.CreatedAt,
                ExpiresAt = key.ExpiresAt,
                LastUsedAt = key.LastUsedAt,
            },
            cancellationToken));
    }

    private static async Task<Created<CreatedApiKeyDto>> CreateAsync(
        CreateApiKeyRequest request, ApiKeyService keys, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (request.Groups is { Count: > 0 })
        {
            throw new InvalidInputException("groups", "API keys have no groups: human tasks are for people.");
        }

        var (key, secret) = await keys.CreateAsync(
            request.Name, UserEndpoints.NamesOf(request.Roles), request.ExpiresAt, user.ToCaller(), cancellationToken);
        return TypedResults.Created($"{Api.BasePath}/api-keys/{key.Id}", new CreatedApiKeyDto
        {
            Id = key.Id.ToString(),
            Name = key.Name,
            Roles = UserEndpoints.RolesOf(key.Roles),
            Groups = [],
            Prefix = key.Prefix,
            CreatedAt = key.CreatedAt,
            ExpiresAt = key.ExpiresAt,
            Key = secret,
        });
    }

    private static async Task<NoContent> RevokeAsync(
        Guid id, ApiKeyService keys, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await keys.RevokeAsync(id, user.ToCaller(), cancellationToken);
        return TypedResults.NoContent();
    }
}
