using System.Security.Claims;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Endpoints;

internal static class InstanceEndpoints
{
    public static void MapInstances(this IEndpointRouteBuilder api)
    {
        var instances = api.MapGroup("/instances").WithTags("Workflows");
        instances.MapGet("/", ListAsync).ForReaders().WithSummary("Workflow instances, newest first.");
        instances.MapGet("/{id:guid}", GetAsync).ForReaders().WithSummary("One instance: what it waits for and what went wrong.");
        instances.MapGet("/{id:guid}/journal", JournalAsync).ForReaders().WithSummary("What happened in it, step by step.");
        instances.MapPost("/{id:guid}/cancel", CancelAsync).ForOperators().Idempotent().WithSummary("Ends an instance; its tasks and deadlines go.");
        instances.MapRepairs();
        instances.MapAlterations();
        instances.MapBulk();
    }

    private static async Task<Ok<Page<InstanceSummaryDto>>> ListAsync(
        [AsParameters] PageQuery page,
        string? definitionId,
        EnumParameter<InstanceStatus>? status,
        EnumParameter<InstanceSubStatus>? subStatus,
        string? correlationId,
        bool? incident,
        IWorkflowStore store,
        CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        IQueryable<WorkflowInstance> found = db.Instances;
        if (definitionId is not null)
        {
            found = found.Where(i => i.DefinitionId == definitionId);
        }

        if (status?.Value.ToString() is { } main)
        {
            found = found.Where(i => i.Status == main);
        }

        if (subStatus?.Value.ToString() is { } detail)
        {
            found = found.Where(i => i.SubStatus == detail);
        }

        if (correlationId is not null)
        {
            found = found.Where(i => i.CorrelationId == correlationId);
        }

        if (incident is { } wanted)
        {
            found = found.Where(i => i.IncidentCount > 0 == wanted);
        }

        return TypedResults.Ok(await page.ReadAsync(
            found, "instances", i => i.CreatedAt, i => i.Id, true, InstanceAnswers.Summary, cancellationToken));
    }

    private static async Task<Ok<InstanceDto>> GetAsync(
        Guid id, IWorkflowStore store, DefinitionCatalog catalog, HttpResponse response, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var instance = await db.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellationToken)
            ?? throw new NotFoundException("instance", id);
        response.Tag(instance.Version);
        return TypedResults.Ok(await InstanceAnswers.FullAsync(db, instance, catalog, cancellationToken));
    }

    private static async Task<Ok<Page<JournalEntryDto>>> JournalAsync(
        Guid id, [AsParameters] PageQuery page, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        if (!await db.Instances.AnyAsync(i => i.Id == id, cancellationToken))
        {
            throw new NotFoundException("instance", id);
        }

        var list = $"journal of {id}";
        var after = page.Cursor is null ? -1 : Cursor.Read<long>(list, page.Cursor).Key;
        var entries = new List<JournalEntryDto>();
        var turns = db.Journal.AsNoTracking()
            .Where(turn => turn.InstanceId == id && turn.FirstSequence + turn.Count > after + 1)
            .OrderBy(turn => turn.FirstSequence)
            .AsAsyncEnumerable();
        await foreach (var turn in turns.WithCancellation(cancellationToken))
        {
            entries.AddRange(JournalRecord.Read(turn.Entries).Where(entry => entry.Sequence > after).Select(entry => ToDto(entry, turn)));
            if (entries.Count > page.Size)
            {
                break;
            }
        }

        var more = entries.Count > page.Size;
        var items = more ? entries.GetRange(0, page.Size) : entries;
        return TypedResults.Ok(new Page<JournalEntryDto>
        {
            Items = items,
            NextCursor = more ? Cursor.Write(list, items[^1].Sequence, Guid.Empty) : null,
        });
    }

    private static async Task<Ok<InstanceDto>> CancelAsync(
        Guid id,
        CancelInstanceRequest request,
        IfMatch ifMatch,
        WorkflowService workflows,
        ClaimsPrincipal user,
        ChangedInstance changed,
        CancellationToken cancellationToken)
    {
        await workflows.CancelAsync(id, request.Reason, ifMatch.Version, user.ToCaller(), changed.KeepAsync, cancellationToken);
        return changed.Ok();
    }

    private static JournalEntryDto ToDto(JournalRecord entry, JournalPage turn) => new()
    {
        Sequence = entry.Sequence,
        At = entry.Timestamp,
        ActivityId = entry.ActivityId,
        ActivityName = entry.ActivityName,
        ActivityType = entry.ActivityType,
        Event = entry.EventName,
        Message = entry.Message,
        By = turn.Actor,
        Payload = entry.Payload?.ToElement(),
    };
}
