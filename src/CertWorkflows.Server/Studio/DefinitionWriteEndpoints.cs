using System.Globalization;
using System.Security.Claims;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Endpoints;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Studio;

/// <summary>Saving, publishing, taking back, rolling back and deleting as Studio's editor and list ask for it.</summary>
internal static class DefinitionWriteEndpoints
{
    public static void MapDefinitionWrites(this IEndpointRouteBuilder api)
    {
        var definitions = api.MapGroup("/workflow-definitions").ForAuthors();
        definitions.MapPost("/", SaveAsync).ForAnalysts().WithMetadata(new RequestSizeLimitAttribute(DefinitionEndpoints.MaxDefinitionBytes));
        definitions.MapPost("/{definitionId}/publish", PublishAsync);
        definitions.MapPost("/{definitionId}/retract", RetractAsync);
        definitions.MapPost("/{definitionId}/revert/{version:int}", RevertAsync).ForAnalysts();
        definitions.MapDelete("/{definitionId}", DeleteAsync);
        api.MapDelete("/workflow-definition-versions/{id}", DeleteVersionAsync).ForAuthors();
    }

    /// <exception cref="ForbiddenException">They may not; Studio shows why, where it would break at a 403.</exception>
    public static Caller EnsurePublisher(this ClaimsPrincipal user)
    {
        var caller = user.ToCaller();
        return caller.Has(Roles.Publisher)
            ? caller
            : throw new ForbiddenException(
                "forbidden", $"'{caller.Name}' may edit workflows, but not publish, unpublish or delete them: that needs the role '{Roles.Publisher}'.");
    }

    private static async Task<IResult> SaveAsync(
        HttpRequest request,
        DefinitionService definitions,
        StudioDefinitions studio,
        DesignerActivities activities,
        TimeProvider clock,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var body = await StudioJson.ReadObjectAsync(request, cancellationToken);
        if (body["model"] is not JsonObject model)
        {
            throw new InvalidInputException("model", "A definition is needed.");
        }

        var publish = body["publish"] is JsonValue flag && flag.TryGetValue<bool>(out var wanted) && wanted;
        var caller = publish ? user.EnsurePublisher() : user.ToCaller();
        var draft = StudioWrites.Save(model, publish, activities.Current, clock);
        request.HttpContext.Items[StudioWrites.SavedDefinition] = draft.DefinitionId;
        return await ChangedAsync(await definitions.SaveAsync(draft, caller, cancellationToken), studio, caller, draft.Editor, cancellationToken);
    }

    private static async Task<IResult> PublishAsync(
        string definitionId, DefinitionService definitions, StudioDefinitions studio, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var caller = user.EnsurePublisher();
        return await ChangedAsync(await definitions.PublishAsync(definitionId, null, caller, cancellationToken), studio, caller, null, cancellationToken);
    }

    private static async Task<IResult> RetractAsync(
        string definitionId, DefinitionService definitions, StudioDefinitions studio, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var caller = user.EnsurePublisher();
        return StudioJson.Answer(await studio.FullAsync((await definitions.RetractAsync(definitionId, null, caller, cancellationToken)).Latest, caller, null, cancellationToken));
    }

    /// <summary>A new draft with the content of an older version.</summary>
    private static async Task<IResult> RevertAsync(
        string definitionId, int version, IWorkflowStore store, DefinitionService definitions, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var old = await DefinitionReadEndpoints.FindAsync(db, definitionId, version.ToString(CultureInfo.InvariantCulture), cancellationToken);
        var caller = user.ToCaller();
        var saved = await definitions.SaveAsync(new SaveDraft(definitionId, old.Json), caller, cancellationToken);
        return StudioJson.Answer(StudioDefinitionSummary.Of(saved.Latest, caller));
    }

    private static async Task<IResult> DeleteAsync(
        string definitionId, DefinitionRemoval removal, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await removal.DeleteAsync(definitionId, user.EnsurePublisher(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> DeleteVersionAsync(
        string id, IWorkflowStore store, DefinitionRemoval removal, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await removal.DeleteVersionAsync(id, await EnsureMayDeleteAsync(store, id, user, cancellationToken), cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>A draft that was never published is its analyst's; what was published is a publisher's.</summary>
    public static async Task<Caller> EnsureMayDeleteAsync(IWorkflowStore store, string versionId, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        return await db.Definitions.AnyAsync(d => d.Id == versionId && d.PublishedAt != null, cancellationToken) ? user.EnsurePublisher() : user.ToCaller();
    }

    private static async Task<JsonHttpResult<JsonObject>> ChangedAsync(
        SavedDefinition saved, StudioDefinitions studio, Caller caller, string? editor, CancellationToken cancellationToken) => StudioJson.Answer(new JsonObject
        {
            ["workflowDefinition"] = await studio.FullAsync(saved.Latest, caller, editor, cancellationToken),
            ["alreadyPublished"] = saved.WasPublished,
            ["consumingWorkflowCount"] = saved.ConsumingWorkflowCount,
            ["validationErrors"] = new JsonArray([.. saved.Problems.Select(problem => (JsonNode)StudioErrors.Line(problem))]),
        });
}
