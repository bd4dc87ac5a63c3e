using System.Security.Claims;
using System.Text;
using System.Text.Json;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Endpoints;

/// <summary>What analysts do with definitions; a definition's revision is its <c>ETag</c>.</summary>
internal static class DefinitionEndpoints
{
    public const int MaxDefinitionBytes = 8 * 1024 * 1024;

    public static void MapDefinitions(this IEndpointRouteBuilder api)
    {
        var workflows = api.MapGroup("/workflows").WithTags("Workflows");
        workflows.MapPost("/validations", ValidateAsync).ForAnalysts().TakesDefinition()
            .WithSummary("Everything that is wrong with a definition; nothing is stored.");
        workflows.MapPut("/{definitionId}/draft", SaveAsync).ForAnalysts().TakesDefinition()
            .WithSummary("Saves a draft, with its mistakes.");
        workflows.MapPost("/{definitionId}/publish", PublishAsync).ForPublishers().WithSummary("Publishes the latest version; 422 with all problems where it has errors.");
        workflows.MapPost("/{definitionId}/retract", RetractAsync).ForPublishers().WithSummary("Takes the published version back; what runs goes on.");
        workflows.MapGet("/{definitionId}/diff", DiffAsync).ForReaders()
            .WithSummary("What makes one version another: activities, connections, variables, options; what is only drawn differently is told apart.");
        workflows.MapGet("/{definitionId}/export", ExportAsync).ForReaders().WithSummary("The published version, else the latest, as an Elsa 3 file.");
    }

    /// <summary>Reads a definition as text: its members are not ours to know, and it may be deeper than other bodies.</summary>
    public static async Task<string> ReadTextAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body, new UTF8Encoding(false, throwOnInvalidBytes: true));
        try
        {
            var json = await reader.ReadToEndAsync(cancellationToken);
            StrictText.CheckJson(json, DefinitionReader.MaxDepth);
            return json;
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidInputException("body", "The body is not UTF-8.");
        }
    }

    private static async Task<Ok<WorkflowValidationDto>> ValidateAsync(HttpRequest request, DefinitionChecks checks, CancellationToken cancellationToken)
    {
        var json = await ReadTextAsync(request, cancellationToken);
        try
        {
            return TypedResults.Ok(DefinitionAnswers.Validation(await checks.FindAsync(DefinitionReader.Read(json), cancellationToken)));
        }
        catch (DefinitionException unreadable)
        {
            // here the problems are what was asked for
            return TypedResults.Ok(DefinitionAnswers.Validation(unreadable.Problems));
        }
    }

    private static async Task<Ok<WorkflowSavedDto>> SaveAsync(
        string definitionId, IfMatch ifMatch, HttpRequest request, DefinitionService definitions, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var json = await ReadTextAsync(request, cancellationToken);
        var saved = await definitions.SaveAsync(new SaveDraft(definitionId, json, ifMatch.Version), user.ToCaller(), cancellationToken);
        return Answer(saved, request.HttpContext.Response);
    }

    private static async Task<Ok<WorkflowSavedDto>> PublishAsync(
        string definitionId, IfMatch ifMatch, DefinitionService definitions, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellationToken) =>
        Answer(await definitions.PublishAsync(definitionId, ifMatch.Version, user.ToCaller(), cancellationToken), response);

    private static async Task<Ok<WorkflowSavedDto>> RetractAsync(
        string definitionId, IfMatch ifMatch, DefinitionService definitions, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellationToken) =>
        Answer(await definitions.RetractAsync(definitionId, ifMatch.Version, user.ToCaller(), cancellationToken), response);

    private static async Task<FileContentHttpResult> ExportAsync(
        string definitionId, IWorkflowStore store, DefinitionCatalog catalog, HttpResponse response, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var version = await db.Definitions.AsNoTracking().Offered(definitionId).FirstOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException("workflow", definitionId);
        response.Tag(version.Revision);
        var (name, content) = DefinitionAnswers.File(version, await catalog.DocumentAsync(db, version, cancellationToken));
        return TypedResults.File(content, "application/json", name);
    }

    private static async Task<Ok<WorkflowDiffDto>> DiffAsync(
        string definitionId, int from, int to, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var versions = await db.Definitions.AsNoTracking()
            .Where(d => d.DefinitionId == definitionId && (d.Version == from || d.Version == to))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(DefinitionDiffs.Answer(definitionId, from, to, DefinitionDiff.Between(Read(from), Read(to))));

        WorkflowDefinition Read(int number) => DefinitionReader.Read(DefinitionAnswers.Document(
            versions.Find(version => version.Version == number) ?? throw new NotFoundException("workflow version", $"{definitionId} {number}")).ToJsonString(DefinitionWriter.Compact));
    }

    private static Ok<WorkflowSavedDto> Answer(SavedDefinition saved, HttpResponse response)
    {
        response.Tag(saved.Latest.Revision);
        return TypedResults.Ok(DefinitionAnswers.Saved(saved));
    }

    private static RouteHandlerBuilder TakesDefinition(this RouteHandlerBuilder route) => route
        .Accepts<JsonElement>("application/json")
        .WithMetadata(new RequestSizeLimitAttribute(MaxDefinitionBytes));
}
