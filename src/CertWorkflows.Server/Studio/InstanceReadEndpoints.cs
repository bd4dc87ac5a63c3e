using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Studio;

internal static class InstanceReadEndpoints
{
    public static void MapInstanceReads(this IEndpointRouteBuilder api)
    {
        var instances = api.MapGroup("/workflow-instances");
        instances.MapPost("/", ListAsync);
        instances.MapGet("/{id:guid}", GetAsync);
        instances.MapGet("/{id:guid}/execution-state", StateAsync);
        instances.MapGet("/{id:guid}/variables", VariablesAsync);
    }

    /// <exception cref="NotFoundException">There is no such instance.</exception>
    public static async Task<WorkflowInstance> FindAsync(WorkflowDb db, Guid id, CancellationToken cancellationToken) =>
        await db.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellationToken) ?? throw new NotFoundException("instance", id.ToString());

    private static async Task<IResult> ListAsync(HttpRequest request, IWorkflowStore store, CancellationToken cancellationToken)
    {
        var query = await StudioJson.ReadAsync<InstanceQuery>(request, cancellationToken);
        await using var db = store.Open();
        var found = query.Apply(db.Instances.AsNoTracking());
        var page = query.PageOf(found);
        var total = await found.OrderByDescending(i => i.CreatedAt).Take(InstanceQuery.MaxCount).CountAsync(cancellationToken);
        var rows = await page.Select(i => new WorkflowInstance
        {
            Id = i.Id,
            DefinitionId = i.DefinitionId,
            DefinitionVersionId = i.DefinitionVersionId,
            DefinitionVersion = i.DefinitionVersion,
            ParentInstanceId = i.ParentInstanceId,
            Status = i.Status,
            SubStatus = i.SubStatus,
            CorrelationId = i.CorrelationId,
            Name = i.Name,
            IncidentCount = i.IncidentCount,
            State = "",
            StartedBy = i.StartedBy,
            CreatedAt = i.CreatedAt,
            UpdatedAt = i.UpdatedAt,
            FinishedAt = i.FinishedAt,
        }).ToListAsync(cancellationToken);
        return StudioJson.Answer(new { Items = rows.ConvertAll(StudioInstances.Head), TotalCount = total });
    }

    private static async Task<IResult> GetAsync(Guid id, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        return StudioJson.Answer(StudioInstances.Full(await FindAsync(db, id, cancellationToken)));
    }

    private static async Task<IResult> StateAsync(Guid id, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var state = await db.Instances.Where(i => i.Id == id)
            .Select(i => new { i.Status, WorkflowSubStatus = i.SubStatus, i.SubStatus, i.UpdatedAt })
            .SingleOrDefaultAsync(cancellationToken);
        return StudioJson.Answer(state ?? throw new NotFoundException("instance", id.ToString()));
    }

    /// <summary>The definition's variables as the instance holds them now; one that is not stored has its default again.</summary>
    private static async Task<IResult> VariablesAsync(Guid id, IWorkflowStore store, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var instance = await FindAsync(db, id, cancellationToken);
        var workflow = await catalog.VersionAsync(db, instance.DefinitionVersionId, cancellationToken);
        var values = InstanceState.FromJson(instance.State).Contexts.FirstOrDefault(context => context.ParentId is null)?.Variables;
        return StudioJson.List<JsonObject>(
        [
            .. workflow.Definition.Variables.Select(variable => new JsonObject
            {
                ["id"] = variable.Id,
                ["name"] = variable.Name,
                ["value"] = values is not null && values.TryGetValue(variable.Id, out var value) ? PlainValues.Of(value) : variable.Default,
            }),
        ]);
    }
}
