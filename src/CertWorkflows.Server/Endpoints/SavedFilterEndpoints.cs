using System.Security.Claims;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Client;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

internal static class SavedFilterEndpoints
{
    public static void MapSavedFilters(this IEndpointRouteBuilder api)
    {
        var filters = api.MapGroup("/saved-filters").WithTags("Human tasks").ForTaskWorkers();
        filters.MapGet("/", ListAsync).WithSummary("Filters of the inbox: the caller's own and those shared with their groups.");
        filters.MapPost("/", CreateAsync).WithSummary("Keeps a filter under a name.");
        filters.MapPut("/{id:guid}", ChangeAsync).WithSummary("Changes one of the caller's filters.");
        filters.MapDelete("/{id:guid}", DeleteAsync).WithSummary("Deletes one of the caller's filters.");
    }

    private static async Task<Ok<IReadOnlyList<SavedFilterDto>>> ListAsync(
        SavedFilterService filters, TaskReader reader, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var names = await reader.NamesAsync(cancellationToken);
        var found = await filters.ListAsync(user.ToCaller(), cancellationToken);
        return TypedResults.Ok<IReadOnlyList<SavedFilterDto>>([.. found.Select(filter => ToDto(filter, names))]);
    }

    private static async Task<Created<SavedFilterDto>> CreateAsync(
        SaveFilterRequest request, SavedFilterService filters, TaskReader reader, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellationToken)
    {
        var filter = await filters.AddAsync(request.Name, request.Query, request.SharedWith, user.ToCaller(), cancellationToken);
        response.Tag(filter.Version);
        return TypedResults.Created($"{Api.BasePath}/saved-filters/{filter.Id}", ToDto(filter, await reader.NamesAsync(cancellationToken)));
    }

    private static async Task<Ok<SavedFilterDto>> ChangeAsync(
        Guid id,
        SaveFilterRequest request,
        IfMatch ifMatch,
        SavedFilterService filters,
        TaskReader reader,
        ClaimsPrincipal user,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var filter = await filters.ChangeAsync(
            id, request.Name, request.Query, request.SharedWith, ifMatch.Version, user.ToCaller(), cancellationToken);
        response.Tag(filter.Version);
        return TypedResults.Ok(ToDto(filter, await reader.NamesAsync(cancellationToken)));
    }

    private static async Task<NoContent> DeleteAsync(Guid id, SavedFilterService filters, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await filters.RemoveAsync(id, user.ToCaller(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static SavedFilterDto ToDto(SavedFilter filter, IReadOnlyDictionary<string, string> names) => new()
    {
        Id = filter.Id.ToString(),
        Name = filter.Name,
        Query = filter.Query,
        Owner = Words.Person(filter.Owner, names),
        SharedWith = filter.SharedWith,
        Version = filter.Version,
    };
}
