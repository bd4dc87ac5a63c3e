using CertWorkflows.Application.Access;
using CertWorkflows.Application.Children;
using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Events;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Simulations;

/// <summary>Writes down what happens in a simulation, step by step, from what is in its database.</summary>
internal sealed class SimulationRecord(ScratchHost host, IWorkflowStore store, DefinitionCatalog catalog)
{
    private readonly List<SimulatedStep> _steps = [];
    private readonly Dictionary<Guid, SimulatedRun> _runs = [];
    private readonly Dictionary<Guid, SimulatedDeadline> _deadlines = [];
    private readonly Dictionary<Guid, string> _ofWaits = [];
    private readonly Dictionary<string, string> _ofKeys = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, string> _ofEvents = [];

    /// <summary>Activities begun so far.</summary>
    public int Activities { get; private set; }

    public SimulatedRun Of(Guid instanceId) => _runs[instanceId];

    /// <summary>The activity that asked for an effect; null where that cannot be told.</summary>
    public string? ActivityOf(Effect effect) =>
        effect.BookmarkId is { } wait ? _ofWaits.GetValueOrDefault(wait)
        : _ofEvents.GetValueOrDefault(effect.Id) ?? _ofKeys.GetValueOrDefault(effect.IdempotencyKey);

    public void Fired(Guid deadlineId)
    {
        if (_deadlines.TryGetValue(deadlineId, out var noted))
        {
            _deadlines[deadlineId] = noted with { FiredAt = host.Now };
        }
    }

    /// <summary>Writes down what the last turns did: a step for every instance that did something.</summary>
    /// <param name="instanceId">The instance that gets a step even if it did nothing.</param>
    public async Task NoteAsync(string cause, Guid? instanceId, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var instances = await db.Instances
            .OrderBy(i => i.CreatedAt).ThenBy(i => i.Id)
            .Select(i => new { i.Id, i.Version, i.DefinitionVersionId, i.ParentInstanceId })
            .ToListAsync(cancellationToken);
        foreach (var instance in instances)
        {
            if (!_runs.TryGetValue(instance.Id, out var run))
            {
                var workflow = await catalog.VersionAsync(db, instance.DefinitionVersionId, cancellationToken);
                int? parent = instance.ParentInstanceId is { } id ? _runs.GetValueOrDefault(id)?.Number : null;
                _runs.Add(instance.Id, run = new SimulatedRun(_runs.Count + 1, instance.Id, parent, workflow));
            }

            if (run.Version != instance.Version || run.InstanceId == instanceId)
            {
                run.Version = instance.Version;
                await NoteAsync(db, run, cause, cancellationToken);
            }
        }

        foreach (var deadline in await db.Deadlines.AsNoTracking().Where(d => d.Purpose != Deadline.Continuation).ToListAsync(cancellationToken))
        {
            _deadlines.TryAdd(deadline.Id, new SimulatedDeadline(Of(deadline.InstanceId).Number, deadline.ActivityId, deadline.Purpose, deadline.DueAt, null));
        }
    }

    public async Task<SimulationReport> ReportAsync(
        int version, SimulationEnd end, IReadOnlyList<SimulatedRequest> requests, CancellationToken cancellationToken)
    {
        if (_runs.Count == 0)
        {
            throw new InvalidInputException("input", "The workflow's first turn took longer than a simulation may: it may be endless.");
        }

        await using var db = store.Open();
        var states = await db.Instances.AsNoTracking().ToDictionaryAsync(i => i.Id, i => i.State, cancellationToken);
        var tasks = await db.Tasks.AsNoTracking().OrderBy(t => t.CreatedAt).ThenBy(t => t.Id).ToListAsync(cancellationToken);
        var effects = await db.Effects.AsNoTracking()
            .Where(e => e.Kind != ChildStart.EffectKind && e.Kind != ChildReports.EffectKind)
            .OrderBy(e => e.CreatedAt).ThenBy(e => e.Id)
            .ToListAsync(cancellationToken);
        return new SimulationReport(
            version,
            end,
            host.Now,
            [.. _runs.Values.OrderBy(run => run.Number).Select(run => new SimulatedInstance(
                run.Number, run.Definition.DefinitionId, run.Definition.Version, run.Parent, InstanceState.FromJson(states[run.InstanceId])))],
            _steps,
            [.. _deadlines.Values.OrderBy(d => d.DueAt)],
            [.. tasks.Where(t => _runs.ContainsKey(t.InstanceId)).Select(t => new SimulatedTask(Of(t.InstanceId).Number, t))],
            [.. effects.Where(e => _runs.ContainsKey(e.InstanceId)).Select(e => new SimulatedEffect(Of(e.InstanceId).Number, e, ActivityOf(e)))],
            requests);
    }

    private async Task NoteAsync(WorkflowDb db, SimulatedRun run, string cause, CancellationToken cancellationToken)
    {
        var path = await run.ReadOnAsync(db, cancellationToken);
        Activities += path.Count(e => e.EventName == JournalEvents.Started);
        var state = InstanceState.FromJson(await db.Instances.Where(i => i.Id == run.InstanceId).Select(i => i.State).SingleAsync(cancellationToken));
        foreach (var wait in state.Bookmarks)
        {
            _ofWaits[wait.Id] = wait.ActivityId;
        }

        foreach (var entry in path)
        {
            // activities that do not wait for their effect name themselves in its key
            _ofKeys[$"{run.InstanceId}-{entry.ActivityInstanceId}"] = entry.ActivityId;
        }

        await NoteEventsAsync(db, run, path, cancellationToken);
        _steps.Add(new SimulatedStep(run.Number, host.Now, cause, path, run.Changed(state)));
    }

    /// <summary>Events carry no trace of who published them; they were written in the order in which the activities ran.</summary>
    private async Task NoteEventsAsync(WorkflowDb db, SimulatedRun run, IReadOnlyList<JournalRecord> path, CancellationToken cancellationToken)
    {
        var publishers = path.Where(e => e is { ActivityType: "Elsa.PublishEvent", EventName: JournalEvents.Completed }).ToList();
        if (publishers.Count == 0)
        {
            return;
        }

        var sent = await db.Effects
            .Where(e => e.InstanceId == run.InstanceId && e.Kind == EventDelivery.EffectKind).OrderBy(e => e.Id).Select(e => e.Id).ToListAsync(cancellationToken);
        foreach (var (id, publisher) in sent.Where(id => !_ofEvents.ContainsKey(id)).Zip(publishers))
        {
            _ofEvents[id] = publisher.ActivityId;
        }
    }
}
