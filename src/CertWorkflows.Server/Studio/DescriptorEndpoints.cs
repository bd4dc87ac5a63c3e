using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Studio;

/// <summary>What the editor offers: activity types, languages, types, strategies. Each list holds what the engine really has.</summary>
internal static class DescriptorEndpoints
{
    public static void MapDescriptors(this IEndpointRouteBuilder api)
    {
        var descriptors = api.MapGroup("/descriptors");
        descriptors.MapGet("/activities", Activities);
        descriptors.MapPost("/activities/{typeName}/options/{inputName}", Options);
        descriptors.MapGet("/expression-descriptors", () => StudioJson.List(DesignerChoices.Expressions));
        descriptors.MapGet("/storage-drivers", () => StudioJson.List(DesignerChoices.StorageDrivers));
        descriptors.MapGet("/variables", () => StudioJson.List(DesignerChoices.VariableTypes));
        descriptors.MapGet("/workflow-activation-strategies", () => StudioJson.List(DesignerChoices.ActivationStrategies));
        descriptors.MapGet("/incident-strategies", () => StudioJson.List(DesignerChoices.IncidentStrategies));
        descriptors.MapGet("/log-persistence-strategies", () => StudioJson.List<StrategyChoice>([]));
        descriptors.MapGet("/commit-strategies/workflows", () => StudioJson.List<StrategyChoice>([]));
        descriptors.MapGet("/commit-strategies/activities", () => StudioJson.List<StrategyChoice>([]));
        descriptors.MapGet("/output-converters", () => StudioJson.List<StrategyChoice>([]));
        api.MapPost("/scripting/javascript/type-definitions/{definitionId}", DeclareAsync);
    }

    private static FileContentHttpResult Activities(DescriptorAnswers descriptors)
    {
        var (json, tag) = descriptors.Current();
        return TypedResults.Bytes(json, "application/json", entityTag: tag);
    }

    private static JsonHttpResult<OptionsAnswer> Options(string typeName, string inputName, DescriptorAnswers descriptors) =>
        descriptors.Options(typeName, inputName) is { } options
            ? StudioJson.Answer(new OptionsAnswer(options))
            : throw new NotFoundException("input", $"{typeName}.{inputName}");

    internal sealed record OptionsAnswer(JsonObject Items);

    /// <summary>What the JavaScript editor completes by; Studio does not look at the status, so that unknown definitions get an empty text.</summary>
    private static async Task<ContentHttpResult> DeclareAsync(
        string definitionId, HttpRequest request, IWorkflowStore store, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var body = await StudioJson.ReadObjectAsync(request, cancellationToken);
        await using var db = store.Open();
        var latest = await db.Definitions.Where(d => d.DefinitionId == definitionId && d.IsLatest).Select(d => d.Id).FirstOrDefaultAsync(cancellationToken);
        if (latest is null)
        {
            return TypedResults.Text("");
        }

        try
        {
            return TypedResults.Text(ScriptDeclarations.Of(await catalog.VersionAsync(db, latest, cancellationToken), StudioJson.Text(body["activityTypeName"])));
        }
        catch (DefinitionException)
        {
            // a half-finished draft; what is wrong with it its editor hears by saving
            return TypedResults.Text("");
        }
    }
}
