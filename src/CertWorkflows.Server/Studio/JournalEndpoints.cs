using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Server.Studio;

internal static class JournalEndpoints
{
    private const int MaxTake = 1000;
    private const int UsualTake = 100;

    public static void MapJournals(this IEndpointRouteBuilder api)
    {
        api.MapPost("/workflow-instances/{id:guid}/journal", FilteredAsync);
        api.MapGet("/workflow-instances/{id:guid}/journal", WholeAsync);
    }

    private static async Task<IResult> FilteredAsync(
        Guid id, string? skip, string? take, HttpRequest request, IWorkflowStore store, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
        await AnswerAsync(id, skip, take, (await StudioJson.ReadAsync<JournalRequest>(request, cancellationToken)).Filter, store, catalog, cancellationToken);

    private static Task<IResult> WholeAsync(
        Guid id, string? skip, string? take, IWorkflowStore store, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
        AnswerAsync(id, skip, take, null, store, catalog, cancellationToken);

    private static async Task<IResult> AnswerAsync(
        Guid id, string? skip, string? take, JournalFilter? filter, IWorkflowStore store, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var first = StudioParameters.Number("skip", skip, 0, int.MaxValue, 0);
        var wanted = StudioParameters.Number("take", take, 1, MaxTake, UsualTake);
        await using var db = store.Open();
        var instance = await InstanceReadEndpoints.FindAsync(db, id, cancellationToken);
        var workflow = await catalog.VersionAsync(db, instance.DefinitionVersionId, cancellationToken);
        var items = new List<JsonObject>();
        var total = 0;
        await foreach (var entry in JournalScan.ReadAsync(db, id, cancellationToken))
        {
            if (filter?.Takes(entry) == false)
            {
                continue;
            }

            if (total >= first && items.Count < wanted)
            {
                items.Add(ToJson(id, entry, workflow));
            }

            total++;
        }

        return StudioJson.Answer(new { Items = items, TotalCount = total });
    }

    private static JsonObject ToJson(Guid instanceId, JournalRecord entry, CompiledWorkflow workflow)
    {
        var node = workflow.Nodes.GetValueOrDefault(entry.ActivityNodeId);
        return new JsonObject
        {
            ["id"] = $"{instanceId:N}.{entry.Sequence.ToString(CultureInfo.InvariantCulture)}",
            ["activityInstanceId"] = StudioInstances.ExecutionId(instanceId, entry.ActivityInstanceId),
            ["parentActivityInstanceId"] = entry.ParentActivityInstanceId is { } parent ? StudioInstances.ExecutionId(instanceId, parent) : null,
            ["activityId"] = entry.ActivityId,
            ["activityType"] = entry.ActivityType,
            ["activityTypeVersion"] = node?.Version ?? 1,
            ["activityName"] = entry.ActivityName,
            ["nodeId"] = entry.ActivityNodeId,
            ["timestamp"] = entry.Timestamp,
            ["sequence"] = entry.Sequence,
            ["eventName"] = entry.EventName,
            ["message"] = entry.Message,
            ["source"] = node?.SourceLocation,
            ["activityState"] = new JsonObject(),
            ["payload"] = PlainValues.Of(entry.Payload),
        };
    }

    private sealed record JournalRequest
    {
        public JournalFilter? Filter { get; init; }
    }

    private sealed record JournalFilter
    {
        public IReadOnlyList<string>? ActivityIds { get; init; }

        public IReadOnlyList<string>? ActivityNodeIds { get; init; }

        public IReadOnlyList<string>? ExcludedActivityTypes { get; init; }

        public IReadOnlyList<string>? EventNames { get; init; }

        /// <summary>No list means no filter; an empty one is met by nothing.</summary>
        public bool Takes(JournalRecord entry) =>
            ActivityIds?.Contains(entry.ActivityId, StringComparer.Ordinal) != false
            && ActivityNodeIds?.Contains(entry.ActivityNodeId, StringComparer.Ordinal) != false
            && EventNames?.Contains(entry.EventName, StringComparer.Ordinal) != false
            && ExcludedActivityTypes?.Contains(entry.ActivityType, StringComparer.Ordinal) != true;
    }
}
