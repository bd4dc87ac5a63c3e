using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Triggers;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Simulations;

/// <summary>
/// Brings definitions from the real database into the scratch one: the simulated version as the published one with all that it uses; of the
/// other published ones only that they are there, until the simulation starts one of them.
/// </summary>
internal sealed class ScratchDefinitions(IWorkflowStore real, IWorkflowStore scratch, DefinitionCatalog catalog, DefinitionChecks checks, ExpressionEvaluator evaluator)
{
    /// <exception cref="NotFoundException">No such definition or version.</exception>
    /// <exception cref="DefinitionException">The version cannot run; the problems are listed.</exception>
    public async Task<DefinitionVersion> CopyAsync(SimulationRequest request, DateTimeOffset start, CancellationToken cancellationToken)
    {
        await using var db = real.Open();
        var version = await db.Definitions.AsNoTracking().Offered(request.DefinitionId, request.Version).FirstOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException("workflow", request.Version is { } number ? $"{request.DefinitionId} {number}" : request.DefinitionId);
        var definition = DefinitionReader.Read(version.Json);
        var errors = await checks.RunErrorsAsync(db, definition, cancellationToken);
        if (errors.Count > 0)
        {
            throw new DefinitionException(errors);
        }

        await using var session = scratch.Open();
        await CopyUsesAsync(db, session, definition, cancellationToken);
        version.Json = DefinitionWriter.WriteCompact(definition);
        (version.IsPublished, version.IsLatest) = (true, true);
        session.Definitions.Add(version);
        await AnnounceAsync(db, session, version.DefinitionId, cancellationToken);
        session.Triggers.AddRange(TriggerIndex.OfEvents(await catalog.CompileAsync(db, definition, cancellationToken), evaluator, start));
        await scratch.CommitAsync(session, cancellationToken);
        return version;
    }

    /// <summary>Makes the definitions that an event of this name starts ready to run.</summary>
    public async Task ReadyForEventAsync(string eventName, CancellationToken cancellationToken)
    {
        var hash = BookmarkHash.OfEvent(eventName);
        await using var session = scratch.Open();
        foreach (var definitionId in await session.Triggers.Where(t => t.Hash == hash).Select(t => t.DefinitionId).Distinct().ToListAsync(cancellationToken))
        {
            await ReadyAsync(definitionId, cancellationToken);
        }
    }

    /// <summary>Makes a definition ready to run; nothing where it is, or where there is none.</summary>
    public async Task ReadyAsync(string definitionId, CancellationToken cancellationToken)
    {
        await using var session = scratch.Open();
        if (await session.Definitions.SingleOrDefaultAsync(d => d.DefinitionId == definitionId && d.IsPublished && d.Json == "", cancellationToken) is not { } row)
        {
            return;
        }

        await using var db = real.Open();
        row.Json = await db.Definitions.Where(d => d.Id == row.Id).Select(d => d.Json).SingleAsync(cancellationToken);
        await CopyUsesAsync(db, session, DefinitionReader.Read(row.Json), cancellationToken);
        await scratch.CommitAsync(session, cancellationToken);
    }

    private async Task CopyUsesAsync(WorkflowDb db, WorkflowDb session, WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        var used = (await catalog.UsesAsync(db, definition, cancellationToken)).Select(workflow => workflow.Definition.Id).ToList();
        var there = await session.Definitions.Where(d => used.Contains(d.Id)).ToDictionaryAsync(d => d.Id, cancellationToken);
        foreach (var row in await db.Definitions.AsNoTracking().Where(d => used.Contains(d.Id)).ToListAsync(cancellationToken))
        {
            if (there.TryGetValue(row.Id, out var known))
            {
                known.Json = row.Json;
            }
            else
            {
                session.Definitions.Add(row);
            }
        }
    }

    /// <summary>The other published definitions, without their text, and the events that start them.</summary>
    private static async Task AnnounceAsync(WorkflowDb db, WorkflowDb session, string simulated, CancellationToken cancellationToken)
    {
        var there = session.Definitions.Local.Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        var others = await db.Definitions
            .Where(d => d.IsPublished && d.DefinitionId != simulated)
            .Select(d => new { d.Id, d.DefinitionId, d.Version, d.ActivityType, d.CreatedBy, d.CreatedAt, d.PublishedAt })
            .ToListAsync(cancellationToken);
        session.Definitions.AddRange(others.Where(d => !there.Contains(d.Id)).Select(d => new DefinitionVersion
        {
            Id = d.Id,
            DefinitionId = d.DefinitionId,
            Version = d.Version,
            IsPublished = true,
            ActivityType = d.ActivityType,
            Json = "",
            CreatedBy = d.CreatedBy,
            CreatedAt = d.CreatedAt,
            PublishedAt = d.PublishedAt,
        }));
        session.Triggers.AddRange(await db.Triggers.AsNoTracking()
            .Where(t => t.Name == TriggerPayload.Event && t.DefinitionId != simulated).ToListAsync(cancellationToken));
    }
}
