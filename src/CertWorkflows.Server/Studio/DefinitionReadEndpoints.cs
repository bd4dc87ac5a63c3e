using System.Security.Claims;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Server.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Studio;

internal static class DefinitionReadEndpoints
{
    public static void MapDefinitionReads(this IEndpointRouteBuilder api)
    {
        var definitions = api.MapGroup("/workflow-definitions");
        definitions.MapGet("/", ListAsync);
        definitions.MapGet("/by-definition-id/{definitionId}", ByDefinitionIdAsync);
        definitions.MapGet("/by-id/{id}", ByIdAsync);
        definitions.MapGet("/validation/is-name-unique", IsNameUniqueAsync);
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] DefinitionQuery query, IWorkflowStore store, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var caller = user.ToCaller();
        await using var db = store.Open();
        var found = query.Apply(db.Definitions.AsNoTracking());
        var total = await found.CountAsync(cancellationToken);
        var items = new List<StudioDefinitionSummary>();
        await foreach (var version in query.PageOf(found).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            items.Add(StudioDefinitionSummary.Of(version, caller));
        }

        return StudioJson.Answer(new StudioPage<StudioDefinitionSummary>(items, total, StudioLinks.OfList(caller)));
    }

    private static async Task<IResult> ByDefinitionIdAsync(
        string definitionId, string? versionOptions, IWorkflowStore store, StudioDefinitions studio, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var version = await FindAsync(db, definitionId, versionOptions is null or "" ? "Latest" : versionOptions, cancellationToken);
        return StudioJson.Answer(await studio.FullAsync(version, user.ToCaller(), null, cancellationToken));
    }

    private static async Task<IResult> ByIdAsync(
        string id, IWorkflowStore store, StudioDefinitions studio, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        return StudioJson.Answer(await studio.FullAsync(await FindAsync(db, id, cancellationToken), user.ToCaller(), null, cancellationToken));
    }

    /// <summary>The version of a definition that the options mean; the highest of several.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public static async Task<DefinitionVersion> FindAsync(WorkflowDb db, string definitionId, string versionOptions, CancellationToken cancellationToken) =>
        await db.Definitions.AsNoTracking()
            .Where(d => d.DefinitionId == definitionId)
            .Choose(versionOptions)
            .OrderByDescending(d => d.Version)
            .FirstOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException("workflow", $"{definitionId} ({versionOptions})");

    /// <exception cref="NotFoundException">There is none.</exception>
    public static async Task<DefinitionVersion> FindAsync(WorkflowDb db, string versionId, CancellationToken cancellationToken) =>
        await db.Definitions.AsNoTracking().SingleOrDefaultAsync(d => d.Id == versionId, cancellationToken)
            ?? throw new NotFoundException("workflow version", versionId);

    private static async Task<JsonHttpResult<NameAnswer>> IsNameUniqueAsync(
        string? name, string? definitionId, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var taken = await db.Definitions.AnyAsync(d => d.IsLatest && d.Name == name && d.DefinitionId != definitionId, cancellationToken);
        return StudioJson.Answer(new NameAnswer(!taken));
    }

    internal sealed record NameAnswer(bool IsUnique);
}
