using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Children;
using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Events;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
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
    ScratchDefinitions definitions,
    WorkflowService workflows,
    EffectSender sender,
    TaskService tasks,
    SimulatedRoutes routes,
    SimulationRecord record,
    SimulationOptions limits)
{
    private readonly GivenAnswers _answers = new(request);
    private readonly DateTimeOffset _start = host.Now;
    private readonly List<EventGiven> _events = [.. request.Events.OrderBy(e => e.After)];
    private Guid _instanceId;
    private int _turns;
    private int _nextEvent;
    private int _persons;

    /// <summary>Something that will happen: when, and what to do then.</summary>
    /// <param name="InstanceId">Whose step it is, if nothing else is seen to do anything; null for none then.</param>
    private sealed record Coming(DateTimeOffset At, int Order, string Cause, Guid? InstanceId, Func<CancellationToken, Task> DoAsync);

    public async Task<SimulationReport> RunAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limits.MaxTime);
        SimulationEnd end;
        try
        {
            var instance = await workflows.StartAsync(
                routes.Starting(new StartWorkflow(request.DefinitionId) { Input = request.Input, CorrelationId = request.CorrelationId }), caller, patience.Token);
            _instanceId = instance.Id;
            await record.NoteAsync("start", _instanceId, patience.Token);
            end = await GoOnAsync(until, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            end = SimulationEnd.TooLong;
        }

        return await record.ReportAsync(version.Version, end, routes.Report(), cancellationToken);
    }

    private async Task<SimulationEnd> GoOnAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (++_turns >= limits.MaxTurns || record.Activities >= limits.MaxActivities)
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
            await record.NoteAsync(coming.Cause, coming.InstanceId, cancellationToken);
        }
    }

    /// <summary>The earliest of all that can happen; at one instant deadlines come before effects, tasks, events and requests.</summary>
    private async Task<Coming?> NextAsync(CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var all = new List<Coming>();
        if (await db.Deadlines.AsNoTracking().OrderBy(d => d.DueAt).ThenBy(d => d.Id).FirstOrDefaultAsync(d => !d.Parked, cancellationToken) is { } deadline)
        {
            all.Add(new Coming(deadline.DueAt, 0, $"deadline {deadline.Purpose}", deadline.InstanceId, token => FireAsync(deadline, token)));
        }

        var effects = await db.Effects.AsNoTracking()
            .Where(e => e.State == EffectState.Pending || e.State == EffectState.AwaitingResult).OrderBy(e => e.Id).ToListAsync(cancellationToken);
        foreach (var effect in effects)
        {
            if (await OfAsync(db, effect, cancellationToken) is { } coming)
            {
                all.Add(coming);
            }
        }

        foreach (var task in await db.Tasks.AsNoTracking().Where(t => t.State == HumanTaskState.Open).OrderBy(t => t.Id).ToListAsync(cancellationToken))
        {
            if (_answers.IndexFor(task, record.Of(task.InstanceId)) is { } index)
            {
                var answer = request.Tasks[index];
                all.Add(new Coming(task.CreatedAt + answer.After, 2, $"task {task.ActivityId}: {answer.Outcome}", task.InstanceId, token => CompleteAsync(task, index, token)));
            }
        }

        if (_nextEvent < _events.Count && await db.Instances.AnyAsync(i => i.Status == nameof(WorkflowStatus.Running), cancellationToken))
        {
            var sent = _events[_nextEvent];
            all.Add(new Coming(_start + sent.After, 3, $"event {sent.Name}", _instanceId, async token =>
            {
                _nextEvent++;
                await workflows.PublishEventAsync(new PublishedEvent(sent.Name, null, sent.Payload) { StartsTriggers = false }, caller, null, _ => null, token);
            }));
        }

        if (routes.Next is { } next && await db.Instances.AnyAsync(i => i.Status == nameof(WorkflowStatus.Running), cancellationToken))
        {
            all.Add(new Coming(_start + next.After, 4, $"request {next.Method} {next.Path}", _instanceId, routes.SendAsync));
        }

        return all.OrderBy(c => c.At).ThenBy(c => c.Order).FirstOrDefault();
    }

    /// <summary>What becomes of an effect: what stays inside the server is done as it would be, the outside world answers as given.</summary>
    private async Task<Coming?> OfAsync(WorkflowDb db, Effect effect, CancellationToken cancellationToken)
    {
        var payload = JsonNode.Parse(effect.Payload)!.AsObject();
        var dueAt = effect.NextAttemptAt ?? effect.CreatedAt;
        switch (effect.Kind)
        {
            case ChildStart.EffectKind:
                var child = payload["definitionId"]!.GetValue<string>();
                return new Coming(dueAt, 1, $"child {child}", null, async token =>
                {
                    await definitions.ReadyAsync(child, token);
                    await sender.SendAsync(effect, null, token);
                });
            case ChildReports.EffectKind:
                return new Coming(dueAt, 1, $"child {record.Of(payload["childInstanceId"]!.GetValue<Guid>()).Number}: {payload["subStatus"]}", null, token => sender.SendAsync(effect, null, token));
            case EventDelivery.EffectKind when effect.ExternalReference == EventDelivery.Queued:
                var offer = EventDelivery.NextOffer(effect, host.Now);
                return offer is { } at && await EventDelivery.IsAwaitedAsync(db, payload, cancellationToken)
                    ? new Coming(at, 1, $"event {payload["name"]}", null, token => sender.SendAsync(effect, null, token))
                    : null;
            case EventDelivery.EffectKind:
                return new Coming(dueAt, 1, $"event {payload["name"]}", null, async token =>
                {
                    await definitions.ReadyForEventAsync(payload["name"]!.GetValue<string>(), token);
                    await sender.SendAsync(effect, null, token);
                });
            default:
                var answer = _answers.For(effect, record.Of(effect.InstanceId), record.ActivityOf(effect) ?? "");
                return new Coming(
                    effect.CreatedAt + answer.After,
                    1,
                    $"effect {effect.Kind}: {(answer.Error is null ? "done" : "refused")}",
                    effect.InstanceId,
                    _ => sender.ApplyAsync(effect.InstanceId, effect.Id, _answers.Outcome(effect, answer, host.Now), routes.TakeFor(effect)));
        }
    }

    private async Task FireAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        record.Fired(deadline.Id);
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
}
