using System.Security.Claims;
using CertWorkflows.Client;
using CertWorkflows.Server.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

internal static class MeEndpoints
{
    public static void MapMe(this IEndpointRouteBuilder api) =>
        api.MapGet("/me", Me).WithTags("Access").WithSummary("Who the caller is, by the credential of this request.");

    private static Ok<MeDto> Me(ClaimsPrincipal user)
    {
        var caller = user.ToCaller();
        return TypedResults.Ok(new MeDto
        {
            Id = user.FindFirstValue(ClaimNames.Id) ?? caller.Name,
            Username = caller.Name,
            DisplayName = user.FindFirstValue(ClaimNames.DisplayName) ?? caller.Name,
            Roles = UserEndpoints.RolesOf(caller.Roles),
            Groups = [.. caller.Groups.Order(StringComparer.Ordinal)],
        });
    }
}
