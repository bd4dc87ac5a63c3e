using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Endpoints;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Studio;

/// <summary>
/// Saving and publishing as Elsa Studio asks for it. Studio shows the messages of a 400 and breaks at every other refusal, so that
/// whatever is wrong is a 400 here; its list is the one of <c>POST /api/v1/workflows/validations</c>.
/// </summary>
internal static class StudioDefinitionEndpoints
{
    private const string BasePath = "/elsa/api/workflow-definitions";

    private static readonly string[] Collections = ["variables", "inputs", "outputs", "outcomes"];

    public static void MapStudioDefinitions(this WebApplication app)
    {
        var definitions = app.MapGroup(BasePath).RequireAuthorization().ExcludeFromDescription();
        definitions.MapPost("/", SaveAsync).ForAnalysts().WithMetadata(new RequestSizeLimitAttribute(DefinitionEndpoints.MaxDefinitionBytes));
        definitions.MapPost("/{definitionId}/publish", PublishAsync).ForAnalysts();
        definitions.MapPost("/{definitionId}/retract", RetractAsync).ForAnalysts();
        app.MapPost("/elsa/api/scripting/javascript/type-definitions/{definitionId}", DeclareAsync)
            .RequireAuthorization().ForAnalysts().ExcludeFromDescription();
    }

    private static Task<IResult> SaveAsync(
        HttpRequest request,
        DefinitionService definitions,
        IWorkflowStore store,
        DefinitionCatalog catalog,
        TimeProvider clock,
        ClaimsPrincipal user,
        CancellationToken cancellationToken) => AnswerAsync(async () =>
    {
        var body = Parse(await DefinitionEndpoints.ReadTextAsync(request, cancellationToken));
        if (body["model"] is not JsonObject model)
        {
            throw new InvalidInputException("model", "A definition is needed.");
        }

        var id = Text(model["definitionId"]) ?? Ids.New(clock.GetUtcNow()).ToString("N", CultureInfo.InvariantCulture);
        foreach (var name in Collections)
        {
            model[name] ??= new JsonArray();
        }

        model["customProperties"] ??= new JsonObject();
        model["options"] ??= new JsonObject();
        model.Remove("links");
        var publish = body["publish"] is JsonValue flag && flag.TryGetValue<bool>(out var wanted) && wanted;
        var saved = await definitions.SaveAsync(
            new SaveDraft(id, model.ToJsonString(DefinitionWriter.Options), Publish: publish), user.ToCaller(), cancellationToken);
        return await ChangedAsync(saved, store, catalog, cancellationToken);
    });

    private static Task<IResult> PublishAsync(
        string definitionId, DefinitionService definitions, IWorkflowStore store, DefinitionCatalog catalog, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        AnswerAsync(async () => await ChangedAsync(
            await definitions.PublishAsync(definitionId, null, user.ToCaller(), cancellationToken), store, catalog, cancellationToken));

    private static Task<IResult> RetractAsync(
        string definitionId, DefinitionService definitions, IWorkflowStore store, DefinitionCatalog catalog, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        AnswerAsync(async () => await FullAsync(
            (await definitions.RetractAsync(definitionId, null, user.ToCaller(), cancellationToken)).Latest, store, catalog, cancellationToken));

    /// <summary>What the JavaScript editor completes by; Studio does not look at the status, so that unknown definitions get an empty text.</summary>
    private static async Task<ContentHttpResult> DeclareAsync(
        string definitionId, HttpRequest request, IWorkflowStore store, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var body = Parse(await DefinitionEndpoints.ReadTextAsync(request, cancellationToken));
        await using var db = store.Open();
        var latest = await db.Definitions.Where(d => d.DefinitionId == definitionId && d.IsLatest).Select(d => d.Id).FirstOrDefaultAsync(cancellationToken);
        return TypedResults.Text(latest is null
            ? ""
            : ScriptDeclarations.Of(await catalog.VersionAsync(db, latest, cancellationToken), Text(body["activityTypeName"])));
    }

    private static async Task<IResult> AnswerAsync(Func<Task<JsonObject>> change)
    {
        try
        {
            // definitions are deeper than the host's limit for its own answers
            return TypedResults.Text((await change()).ToJsonString(DefinitionWriter.Options), "application/json");
        }
        catch (DefinitionException refused)
        {
            return Refused(refused.Problems.Select(Line), refused.Problems);
        }
        catch (Exception refused) when (refused is ConflictException or InvalidInputException)
        {
            return Refused([refused.Message], []);
        }
    }

    private static ProblemHttpResult Refused(IEnumerable<string> messages, IReadOnlyList<DefinitionProblem> problems)
    {
        var problem = Problems.Create(StatusCodes.Status400BadRequest, "invalid-definition", "The workflow definition cannot be saved or published.");
        problem.Extensions["errors"] = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["generalErrors"] = [.. messages] };
        problem.Extensions["problems"] = DefinitionAnswers.Problems(problems);
        return TypedResults.Problem(problem);
    }

    private static async Task<JsonObject> ChangedAsync(
        SavedDefinition saved, IWorkflowStore store, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var document = await FullAsync(saved.Latest, store, catalog, cancellationToken);
        return new JsonObject
        {
            ["workflowDefinition"] = document,
            ["alreadyPublished"] = saved.WasPublished,
            ["consumingWorkflowCount"] = saved.ConsumingWorkflowCount,
            ["validationErrors"] = new JsonArray([.. saved.Problems.Select(problem => (JsonNode)Line(problem))]),
        };
    }

    /// <summary>Studio opens what has no link to publish as read-only.</summary>
    private static async Task<JsonObject> FullAsync(
        DefinitionVersion version, IWorkflowStore store, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var document = await catalog.DocumentAsync(db, version, cancellationToken);
        var path = $"/workflow-definitions/{version.DefinitionId}";
        var self = Link($"/workflow-definitions/by-id/{version.Id}", "self", "GET");
        document["links"] = DefinitionReader.Read(version.Json).IsReadonly
            ? new JsonArray(self)
            : new JsonArray(self, Link($"{path}/publish", "publish", "POST"), Link($"{path}/retract", "retract", "POST"));
        return document;
    }

    private static JsonObject Link(string href, string rel, string method) => new() { ["href"] = href, ["rel"] = rel, ["method"] = method };

    private static string Line(DefinitionProblem problem) =>
        $"{(problem.IsWarning ? "Warning" : "Error")}{(problem.NodeId is { } node ? $" at {node}" : "")}: {problem.Message}";

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static JsonObject Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = DefinitionReader.MaxDepth, AllowDuplicateProperties = false }) as JsonObject
                ?? throw new InvalidInputException("body", "A JSON object is needed.");
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException("body", $"The body is no JSON: {exception.Message}");
        }
    }
}
