using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Events;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Simulations;

/// <summary>One run on the virtual clock: whatever comes next is done, at its time, until nothing comes any more.</summary>
internal sealed class Simulation(
    SimulationRequest request,
    DefinitionVersion version,
    Caller caller,
    ScratchHost host,
    IWorkflowStore store,
    WorkflowService workflows,
    EffectSender sender,
    TaskService tasks,
    SimulatedRoutes routes,
    SimulationOptions limits)
{
    private readonly List<SimulatedStep> _steps = [];
    private readonly Dictionary<Guid, SimulatedDeadline> _deadlines = [];
    private readonly Dictionary<Guid, string> _effectActivities = [];
    private readonly Dictionary<Guid, int> _taskAnswers = [];
    private readonly Dictionary<Guid, EffectAnswerGiven> _effectAnswers = [];
    private readonly HashSet<int> _usedTasks = [];
    private readonly HashSet<int> _usedEffects = [];
    private readonly Dictionary<string, JsonNode?> _variables = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _start = host.Now;
    private readonly Dictionary<string, string?> _names = [];
    private readonly Dictionary<string, string> _variableNames = [];
    private Guid _instanceId;
    private long _read;
    private int _activities;
    private int _nextEvent;
    private int _persons;

    /// <summary>Something that will happen: when, and what to do then.</summary>
    private sealed record Coming(DateTimeOffset At, int Order, string Cause, Func<CancellationToken, Task> DoAsync);

    public async Task<SimulationReport> RunAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limits.MaxTime);
        var definition = DefinitionReader.Read(version.Json);
        foreach (var (id, name) in Names(definition.Root))
        {
            _names[id] = name;
        }

        foreach (var variable in definition.Variables)
        {
            _variableNames[variable.Id] = variable.Name;
        }

        SimulationEnd end;
        try
        {
            var instance = await workflows.StartAsync(
                routes.Starting(new StartWorkflow(request.DefinitionId) { Input = request.Input, CorrelationId = request.CorrelationId }), caller, patience.Token);
            _instanceId = instance.Id;
            await NoteAsync("start", patience.Token);
            end = await GoOnAsync(until, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            end = SimulationEnd.TooLong;
        }

        return await ReportAsync(end, cancellationToken);
    }

    private async Task<SimulationEnd> GoOnAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_steps.Count >= limits.MaxTurns || _activities >= limits.MaxActivities)
            {
                return SimulationEnd.TooManySteps;
            }

            var coming = await NextAsync(cancellationToken);
            if (coming is null)
            {
                await using var db = store.Open();
                return await db.Instances.AnyAsync(i => i.Id == _instanceId && i.Status == nameof(WorkflowStatus.Running), cancellationToken)
                    ? SimulationEnd.Waiting
                    : SimulationEnd.Over;
            }

            if (coming.At > until)
            {
                host.Now = until;
                return SimulationEnd.Horizon;
            }

            if (coming.At > host.Now)
            {
                host.Now = coming.At;
            }

            await coming.DoAsync(cancellationToken);
            await NoteAsync(coming.Cause, cancellationToken);
        }
    }

    /// <summary>The earliest of all that can happen; at one instant deadlines come before effects, tasks, events and requests.</summary>
    private async Task<Coming?> NextAsync(CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var all = new List<Coming>();
        if (await db.Deadlines.AsNoTracking().OrderBy(d => d.DueAt).ThenBy(d => d.Id).FirstOrDefaultAsync(d => !d.Parked, cancellationToken) is { } deadline)
        {
            all.Add(new Coming(deadline.DueAt, 0, $"deadline {deadline.Purpose}", token => FireAsync(deadline, token)));
        }

        var effects = await db.Effects.AsNoTracking()
            .Where(e => e.State == EffectState.Pending || e.State == EffectState.AwaitingResult).ToListAsync(cancellationToken);
        foreach (var effect in effects)
        {
            var answer = AnswerFor(effect);
            all.Add(new Coming(effect.CreatedAt + answer.After, 1, $"effect {effect.Kind}: {(answer.Error is null ? "done" : "refused")}",
                _ => sender.ApplyAsync(effect.InstanceId, effect.Id, Outcome(effect, answer), routes.TakeFor(effect))));
        }

        foreach (var task in await db.Tasks.AsNoTracking().Where(t => t.State == HumanTaskState.Open).ToListAsync(cancellationToken))
        {
            if (IndexFor(task) is { } index)
            {
                var answer = request.Tasks[index];
                all.Add(new Coming(task.CreatedAt + answer.After, 2, $"task {task.ActivityId}: {answer.Outcome}",
                    token => CompleteAsync(task, index, token)));
            }
        }

        var events = request.Events.OrderBy(e => e.After).ToList();
        if (_nextEvent < events.Count && await db.Instances.AnyAsync(i => i.Status == nameof(WorkflowStatus.Running), cancellationToken))
        {
            var sent = events[_nextEvent];
            all.Add(new Coming(_start + sent.After, 3, $"event {sent.Name}", async token =>
            {
                _nextEvent++;
                await workflows.PublishEventAsync(
                    new PublishedEvent(sent.Name, null, sent.Payload) { StartsTriggers = false, IsKept = false }, caller, null, _ => null, token);
            }));
        }

        if (routes.Next is { } next && await db.Instances.AnyAsync(i => i.Status == nameof(WorkflowStatus.Running), cancellationToken))
        {
            all.Add(new Coming(_start + next.After, 4, $"request {next.Method} {next.Path}", routes.SendAsync));
        }

        return all.OrderBy(c => c.At).ThenBy(c => c.Order).FirstOrDefault();
    }

    private async Task FireAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        if (_deadlines.TryGetValue(deadline.Id, out var noted))
        {
            _deadlines[deadline.Id] = noted with { FiredAt = host.Now };
        }

        var (_, consumed) = await workflows.ResumeAsync(
            deadline.InstanceId, Caller.System, (turn, token) => DueWork.StimulusAsync(turn, deadline, token), deadline.Purpose == Deadline.Continuation ? routes.Open : null, cancellationToken);
        if (!consumed)
        {
            await using var db = store.Open();
            await db.Deadlines.Where(d => d.Id == deadline.Id).ExecuteDeleteAsync(cancellationToken);
        }
    }

    private async Task CompleteAsync(HumanTask task, int index, CancellationToken cancellationToken)
    {
        var answer = request.Tasks[index];
        _usedTasks.Add(index);
        _persons++;
        var groups = new HashSet<string>(StringComparer.Ordinal) { task.Group };
        var person = new Caller(answer.By ?? $"person-{_persons}", new HashSet<string> { Roles.Reviewer }, groups);
        try
        {
            await tasks.CompleteAsync(task.Id, answer.Outcome, answer.Data, answer.Comment, null, person, cancellationToken);
        }
        catch (InvalidInputException invalid)
        {
            throw new InvalidInputException(
                invalid.Errors.ToDictionary(e => $"answers.tasks[{index}].{e.Key}", e => e.Value, StringComparer.Ordinal));
        }
    }

    /// <summary>The first answer for its activity that no other task has used; decided once a task.</summary>
    private int? IndexFor(HumanTask task)
    {
        if (_taskAnswers.TryGetValue(task.Id, out var known))
        {
            return known;
        }

        for (var i = 0; i < request.Tasks.Count; i++)
        {
            if (!_usedTasks.Contains(i) && !_taskAnswers.ContainsValue(i) && IsFor(request.Tasks[i].ActivityId, task.ActivityId))
            {
                return _taskAnswers[task.Id] = i;
            }
        }

        return null;
    }

    private EffectAnswerGiven AnswerFor(Effect effect)
    {
        if (_effectAnswers.TryGetValue(effect.Id, out var known))
        {
            return known;
        }

        var activity = _effectActivities.GetValueOrDefault(effect.BookmarkId ?? Guid.Empty, "");
        for (var i = 0; i < request.Effects.Count; i++)
        {
            var given = request.Effects[i];
            if (!_usedEffects.Contains(i)
                && (given.Kind is null || given.Kind == effect.Kind)
                && (given.ActivityId is null || IsFor(given.ActivityId, activity)))
            {
                _usedEffects.Add(i);
                return _effectAnswers[effect.Id] = given;
            }
        }

        return _effectAnswers[effect.Id] = new EffectAnswerGiven(effect.Kind, null, null, null, null, TimeSpan.Zero);
    }

    private bool IsFor(string given, string activityId) => given == activityId || given == _names.GetValueOrDefault(activityId);

    private EffectOutcome Outcome(Effect effect, EffectAnswerGiven answer) => answer.Error is { } code
        ? new EffectOutcome.Rejected(code, answer.Message ?? "Refused in the simulation.")
        : new EffectOutcome.Succeeded(answer.Result?.DeepClone().AsObject() ?? Likely(effect.Kind));

    /// <summary>What a receiver would answer who has done it.</summary>
    private JsonObject Likely(string kind) => kind switch
    {
        "payment" => new JsonObject { ["paymentReference"] = "SIMULATED", ["paidAt"] = host.Now.ToString("O") },
        "ca-issue" => new JsonObject
        {
            ["chainPem"] = "SIMULATED",
            ["serial"] = "00",
            ["issuedAt"] = host.Now.ToString("O"),
            ["expiresAt"] = host.Now.AddDays(365).ToString("O"),
        },
        EffectRequests.HttpKind => new JsonObject { ["status"] = 200, ["headers"] = new JsonObject() },
        _ => [],
    };

    /// <summary>Writes down what the turn did.</summary>
    private async Task NoteAsync(string cause, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var pages = await db.Journal.AsNoTracking()
            .Where(p => p.InstanceId == _instanceId && p.FirstSequence >= _read).OrderBy(p => p.FirstSequence).ToListAsync(cancellationToken);
        var path = pages.SelectMany(p => JournalRecord.Read(p.Entries)).ToList();
        _read += path.Count;
        _activities += path.Count(e => e.EventName == JournalEvents.Started);
        foreach (var deadline in await db.Deadlines.AsNoTracking().Where(d => d.Purpose != Deadline.Continuation).ToListAsync(cancellationToken))
        {
            _deadlines.TryAdd(deadline.Id, new SimulatedDeadline(deadline.ActivityId, deadline.Purpose, deadline.DueAt, null));
        }

        var state = InstanceState.FromJson(await db.Instances.Where(i => i.Id == _instanceId).Select(i => i.State).SingleAsync(cancellationToken));
        foreach (var wait in state.Bookmarks)
        {
            _effectActivities[wait.Id] = wait.ActivityId;
        }

        var changed = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var (id, value) in state.Contexts.SelectMany(c => c.Variables))
        {
            if (!_variables.TryGetValue(id, out var before) || !JsonNode.DeepEquals(before, value))
            {
                _variables[id] = value;
                changed[_variableNames.GetValueOrDefault(id, id)] = value;
            }
        }

        _steps.Add(new SimulatedStep(host.Now, cause, path, changed));
    }

    private async Task<SimulationReport> ReportAsync(SimulationEnd end, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var state = await db.Instances.Where(i => i.Id == _instanceId).Select(i => i.State).SingleOrDefaultAsync(cancellationToken);
        var effects = await db.Effects.AsNoTracking().OrderBy(e => e.CreatedAt).ThenBy(e => e.Id).ToListAsync(cancellationToken);
        return new SimulationReport(
            version.Version,
            end,
            host.Now,
            state is null
                ? throw new InvalidInputException("input", "The workflow's first turn took longer than a simulation may: it may be endless.")
                : InstanceState.FromJson(state),
            _steps,
            [.. _deadlines.Values.OrderBy(d => d.DueAt)],
            await db.Tasks.AsNoTracking().OrderBy(t => t.CreatedAt).ThenBy(t => t.Id).ToListAsync(cancellationToken),
            [.. effects.Select(e => new SimulatedEffect(e, e.BookmarkId is { } wait ? _effectActivities.GetValueOrDefault(wait) : null))],
            routes.Report());
    }

    private static IEnumerable<(string Id, string? Name)> Names(JsonNode? node) => node switch
    {
        JsonObject json => (json["id"] is JsonValue id && json["type"] is JsonValue
                ? [(id.ToString(), json["name"]?.ToString())]
                : Enumerable.Empty<(string, string?)>())
            .Concat(json.SelectMany(member => Names(member.Value))),
        JsonArray items => items.SelectMany(Names),
        _ => [],
    };
}
