using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Server.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Diagrams;

internal static class DiagramEndpoints
{
    private const string SvgType = "image/svg+xml";

    public static void MapDiagrams(this IEndpointRouteBuilder api) =>
        api.MapGet("/workflows/{definitionId}/diagram.svg", GetAsync).ForReaders().WithTags("Workflows")
            .Produces<string>(StatusCodes.Status200OK, SvgType)
            .WithSummary("A version's picture (the published one, else the latest); with an instance, how far that one has come.");

    private static async Task<ContentHttpResult> GetAsync(
        string definitionId, int? version, Guid? instance, IWorkflowStore store, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        if (version is not null && instance is not null)
        {
            throw new InvalidInputException("version", "An instance has its version; give one of the two.");
        }

        await using var db = store.Open();
        var (workflow, progress) = instance is { } id
            ? await OfInstanceAsync(db, definitionId, id, catalog, cancellationToken)
            : (await OfVersionAsync(db, definitionId, version, catalog, cancellationToken), DiagramProgress.None);
        var title = $"{workflow.Definition.Name ?? definitionId}, version {workflow.Definition.Version}";
        return TypedResults.Text(DiagramSvg.Draw(DiagramLayout.Of(workflow), progress, title), SvgType);
    }

    private static async Task<CompiledWorkflow> OfVersionAsync(
        WorkflowDb db, string definitionId, int? version, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var found = await db.Definitions.Offered(definitionId, version).Select(d => d.Id).FirstOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException("workflow version", version is null ? definitionId : $"{definitionId} {version}");
        return await catalog.VersionAsync(db, found, cancellationToken);
    }

    private static async Task<(CompiledWorkflow Workflow, DiagramProgress Progress)> OfInstanceAsync(
        WorkflowDb db, string definitionId, Guid id, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var instance = await db.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.DefinitionId == definitionId, cancellationToken)
            ?? throw new NotFoundException("instance", id);
        return (
            await catalog.VersionAsync(db, instance.DefinitionVersionId, cancellationToken),
            await DiagramProgress.OfAsync(JournalScan.ReadAsync(db, id, cancellationToken), InstanceState.FromJson(instance.State), cancellationToken));
    }
}
