using System.Security.Claims;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Server.Authentication;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Studio;

/// <summary>What an operator does to instances in Studio's list. Each is cancelled or deleted by itself.</summary>
internal static class InstanceActionEndpoints
{
    /// <summary>Instances that one request changes; asked again, it goes on.</summary>
    private const int MaxAtOnce = 1000;

    private const string Reason = "Cancelled in the designer.";

    public static void MapInstanceActions(this IEndpointRouteBuilder api)
    {
        var actions = api.MapGroup("").ForOperators();
        actions.MapDelete("/workflow-instances/{id:guid}", DeleteAsync);
        actions.MapPost("/cancel/workflow-instances/{id:guid}", CancelAsync);
        actions.MapPost("/bulk-actions/cancel/workflow-instances", BulkCancelAsync);
        actions.MapPost("/bulk-actions/delete/workflow-instances/by-id", BulkDeleteAsync);
        actions.MapPost("/bulk-actions/import/workflow-instances", Import);
        actions.MapPost("/alterations/submit", AlterAsync);
    }

    private static async Task<IResult> DeleteAsync(Guid id, InstanceRemoval removal, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await removal.DeleteAsync(id, user.ToCaller(), cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>An instance that is over by now has what was asked for.</summary>
    private static async Task<IResult> CancelAsync(Guid id, WorkflowService workflows, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await TryCancelAsync(id, workflows, user.ToCaller(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> BulkCancelAsync(
        HttpRequest request, IWorkflowStore store, WorkflowService workflows, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var body = await StudioJson.ReadAsync<BulkCancel>(request, cancellationToken);
        await using var db = store.Open();
        var running = db.Instances.AsNoTracking();
        if (body.Ids is { } ids)
        {
            var wanted = ids.Select(id => Guid.TryParse(id, out var parsed) ? parsed : Guid.Empty).ToList();
            running = running.Where(i => wanted.Contains(i.Id));
        }
        else if (!string.IsNullOrEmpty(body.DefinitionVersionId))
        {
            running = running.Where(i => i.DefinitionVersionId == body.DefinitionVersionId);
        }
        else if (!string.IsNullOrEmpty(body.DefinitionId))
        {
            var versions = db.Definitions.Where(d => d.DefinitionId == body.DefinitionId).Choose(body.VersionOptions).Select(d => d.Id);
            running = running.Where(i => versions.Contains(i.DefinitionVersionId));
        }
        else
        {
            throw new InvalidInputException("ids", "'ids', 'definitionVersionId' or 'definitionId' is needed.");
        }

        return StudioJson.Answer(await CancelAllAsync(running, workflows, user.ToCaller(), cancellationToken));
    }

    private static async Task<IResult> BulkDeleteAsync(
        HttpRequest request, InstanceRemoval removal, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var ids = (await StudioJson.ReadAsync<BulkCancel>(request, cancellationToken)).Ids?.OfType<string>().ToList() ?? [];
        if (ids.Count > MaxAtOnce)
        {
            throw new InvalidInputException("ids", $"At most {MaxAtOnce} can be deleted at once.");
        }

        var (deleted, refused) = (0, new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            try
            {
                await removal.DeleteAsync(Guid.TryParse(id, out var parsed) ? parsed : throw new NotFoundException("instance", id), user.ToCaller(), cancellationToken);
                deleted++;
            }
            catch (Exception other) when (other is NotFoundException or ConflictException)
            {
                refused[id] = other.Message;
            }
        }

        return StudioJson.Answer(new { Deleted = deleted, Refused = refused });
    }

    private static IResult Import() => StudioErrors.Refused(
        "not-supported", ["Instances of other servers cannot be brought in: what they wait for exists only there. Start them here instead."]);

    /// <summary><em>Cancel all matches</em>: done at once, as a plan of the one alteration that there is.</summary>
    private static async Task<IResult> AlterAsync(
        HttpRequest request, IWorkflowStore store, WorkflowService workflows, TimeProvider clock, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var body = await StudioJson.ReadAsync<Alterations>(request, cancellationToken);
        if (body.Items is not { Count: > 0 } || body.Items.Any(alteration => StudioJson.Text(alteration?["type"]) != "Cancel"))
        {
            throw new InvalidInputException("alterations", "Only 'Cancel' can be submitted; the operations API retries, skips and migrates instances.");
        }

        if (body.Filter is not { ActivityFilters: null or { Count: 0 } })
        {
            throw new InvalidInputException("filter", "A filter without 'activityFilters' is needed.");
        }

        await using var db = store.Open();
        var done = await CancelAllAsync(body.Filter.Apply(db.Instances.AsNoTracking()), workflows, user.ToCaller(), cancellationToken);
        return StudioJson.Answer(new { PlanId = Ids.New(clock.GetUtcNow()).ToString("N"), done.Cancelled, done.Remaining });
    }

    private static async Task<CancelAnswer> CancelAllAsync(
        IQueryable<WorkflowInstance> instances, WorkflowService workflows, Caller caller, CancellationToken cancellationToken)
    {
        var running = nameof(WorkflowStatus.Running);
        var found = await instances.Where(i => i.Status == running).OrderBy(i => i.CreatedAt).Select(i => i.Id).Take(MaxAtOnce + 1).ToListAsync(cancellationToken);
        var cancelled = 0;
        foreach (var id in found.Take(MaxAtOnce))
        {
            cancelled += await TryCancelAsync(id, workflows, caller, cancellationToken) ? 1 : 0;
        }

        return new CancelAnswer(cancelled, found.Count > MaxAtOnce);
    }

    private static async Task<bool> TryCancelAsync(Guid id, WorkflowService workflows, Caller caller, CancellationToken cancellationToken)
    {
        try
        {
            await workflows.CancelAsync(id, Reason, null, caller, null, cancellationToken);
            return true;
        }
        catch (ConflictException over) when (over.Code == "not-running")
        {
            return false;
        }
    }

    private sealed record CancelAnswer(int Cancelled, bool Remaining);

    private sealed record BulkCancel
    {
        public IReadOnlyList<string?>? Ids { get; init; }

        public string? DefinitionVersionId { get; init; }

        public string? DefinitionId { get; init; }

        public string? VersionOptions { get; init; }
    }

    private sealed record Alterations
    {
        [System.Text.Json.Serialization.JsonPropertyName("alterations")]
        public IReadOnlyList<JsonObject?>? Items { get; init; }

        public InstanceQuery? Filter { get; init; }
    }
}
