using System.Diagnostics;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Execution;

/// <summary>Runs an instance from one stimulus until it waits or ends. Pure: what it does depends on its arguments only,
/// and the state given is never changed. Safe to share.</summary>
/// <param name="evaluator">Evaluates expressions.</param>
/// <param name="maxActivitiesPerTurn">Activities after which a turn ends with work left (<see cref="TurnResult.HasMore"/>);
/// default 1 000, so that a long loop neither fills the memory nor holds its instance for long. The turn that goes on with
/// <see cref="Stimulus.Continue"/> finds variables, inputs, evaluated inputs of activities with work below them, activity outputs,
/// the last result and the trigger as they were.</param>
/// <param name="flowcharts">Mode of instances whose <see cref="Stimulus.Start"/> names none (F-1).</param>
public sealed class WorkflowInterpreter(ExpressionEvaluator evaluator, int maxActivitiesPerTurn = 1_000, FlowchartMode flowcharts = FlowchartMode.CounterBased)
{
    /// <summary>Runs one turn.</summary>
    /// <param name="workflow">The definition version that the instance runs on.</param>
    /// <param name="state">The instance; <see langword="null"/> for a <see cref="Stimulus.Start"/> only.</param>
    /// <param name="newInstanceId">Id of the instance to start; otherwise not used.</param>
    /// <param name="stimulus">What happens.</param>
    /// <param name="turn">Time, ids, chance and the host's unit of work.</param>
    /// <param name="cancellationToken">Abandons the turn: nothing is returned.</param>
    /// <returns>The new state and what was done. <see cref="TurnResult.Consumed"/> is false if the stimulus met nothing.</returns>
    /// <exception cref="ArgumentNullException">The state is missing.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<TurnResult> RunAsync(
        CompiledWorkflow workflow,
        InstanceState? state,
        Guid newInstanceId,
        Stimulus stimulus,
        Turn turn,
        CancellationToken cancellationToken)
    {
        if (stimulus is Stimulus.Start start)
        {
            var started = Begin(workflow, newInstanceId, start, turn);
            await DrainAsync(started, cancellationToken);
            return started.Conclude();
        }

        ArgumentNullException.ThrowIfNull(state);
        if (!Meets(state, stimulus))
            return new TurnResult(state, false, [], [], [], [], []);
        var run = new WorkflowRun(workflow, WorkflowRun.CopyHead(state), turn, evaluator) { IsStart = state.IsStarting };
        var contexts = run.Restore();
        switch (stimulus)
        {
            case Stimulus.ResumeBookmark resume:
                run.Receive(resume.Input);
                await ResumeAsync(run, resume.BookmarkId, cancellationToken);
                break;
            case Stimulus.SendEvent sent:
                run.Receive(new Dictionary<string, object?> { [EventInput.PayloadKey] = sent.Payload ?? EventInput.NoPayload() });
                foreach (var bookmark in state.Bookmarks.Where(bookmark => bookmark.Hash == BookmarkHash.OfEvent(sent.Name)))
                    await ResumeAsync(run, bookmark.Id, cancellationToken);
                break;
            case Stimulus.Cancel cancel:
                run.CancelInstance(cancel.Reason);
                break;
            case Stimulus.RetryFaulted retry:
                foreach (var context in contexts.Values.Where(context => IsRetried(state, context.Status, context.Id, retry)).ToList())
                    run.Retry(context);
                await DrainAsync(run, cancellationToken);
                break;
            case Stimulus.SkipFaulted skip:
                run.Skip(contexts[skip.ActivityInstanceId], skip.Outcome);
                await ApplyAsync(run, contexts[skip.ActivityInstanceId], ActivityResult.Outcome(skip.Outcome), cancellationToken);
                await DrainAsync(run, cancellationToken);
                break;
            case Stimulus.CancelActivity or Stimulus.ScheduleActivity or Stimulus.SetVariable:
                await AlterAsync(run, [.. contexts.Values], stimulus, cancellationToken);
                break;
            case Stimulus.Continue:
                run.ReceiveAgain();
                await DrainAsync(run, cancellationToken);
                break;
            default:
                throw new UnreachableException($"Stimulus {stimulus} is not of the closed family.");
        }

        return run.Conclude();
    }

    private WorkflowRun Begin(CompiledWorkflow workflow, Guid instanceId, Stimulus.Start start, Turn turn)
    {
        var instance = new InstanceState
        {
            Id = instanceId,
            DefinitionId = workflow.Definition.DefinitionId,
            DefinitionVersionId = workflow.Definition.Id,
            DefinitionVersion = workflow.Definition.Version,
            CreatedAt = turn.Now,
            TriggerActivityId = start.TriggerActivityId,
            SubStatus = WorkflowSubStatus.Executing,
            CorrelationId = start.CorrelationId,
            BusinessKey = start.BusinessKey,
            Name = start.Name,
            FlowchartMode = start.FlowchartMode ?? flowcharts,
        };
        var run = new WorkflowRun(workflow, instance, turn, evaluator) { IsStart = true };
        run.Receive(start.Input);
        run.Enqueue(new WorkItem(workflow.Root, Owner: null, Variables: start.Variables));
        return run;
    }

    /// <summary>Whether the stimulus meets something in the instance; an instance that is over ignores all but a retry .</summary>
    private static bool Meets(InstanceState state, Stimulus stimulus) => stimulus switch
    {
        Stimulus.RetryFaulted retry => CanRepair(state)
            && state.Contexts.Any(context => IsRetried(state, context.Status, context.Id, retry)),
        Stimulus.SkipFaulted skip => CanRepair(state)
            && state.Contexts.Any(context => context.Status == ActivityStatus.Faulted && context.Id == skip.ActivityInstanceId),
        Stimulus.SetVariable => CanRepair(state),
        // S-9: what a faulted turn had queued runs to its end
        Stimulus.Continue => state.Queue.Count > 0,
        _ when state.Status == WorkflowStatus.Finished => false,
        Stimulus.ResumeBookmark resume => state.Bookmarks.Any(bookmark => bookmark.Id == resume.BookmarkId),
        Stimulus.SendEvent sent => state.Bookmarks.Any(bookmark => bookmark.Hash == BookmarkHash.OfEvent(sent.Name)),
        _ => true,
    };

    private static bool CanRepair(InstanceState state)
        => state.Status == WorkflowStatus.Running || state.SubStatus == WorkflowSubStatus.Faulted;

    private static bool IsRetried(InstanceState state, ActivityStatus status, string contextId, Stimulus.RetryFaulted retry)
        => status == ActivityStatus.Faulted
            && (retry.ActivityInstanceId is null || retry.ActivityInstanceId == contextId)
            && (retry.ActivityId is null
                || state.Incidents.Any(incident => incident.ActivityInstanceId == contextId && incident.ActivityId == retry.ActivityId));

    private async ValueTask ResumeAsync(WorkflowRun run, Guid bookmarkId, CancellationToken cancellationToken)
    {
        if (run.Instance.Status == WorkflowStatus.Running && run.TryEnqueueResume(bookmarkId))
            await DrainAsync(run, cancellationToken);
    }

    /// <summary>Does what an operator asks for; what stands against it, also a damaged state, refuses the whole turn.</summary>
    private async ValueTask AlterAsync(WorkflowRun run, IReadOnlyCollection<ActivityContext> contexts, Stimulus alteration, CancellationToken cancellationToken)
    {
        try
        {
            switch (alteration)
            {
                case Stimulus.CancelActivity cancel:
                    await CancelActivityAsync(run, Alterations.ToCancel(contexts, cancel), cancel.Reason, cancellationToken);
                    break;
                case Stimulus.ScheduleActivity schedule:
                    await ScheduleActivityAsync(run, contexts, schedule, cancellationToken);
                    break;
                case Stimulus.SetVariable set:
                    var (holder, change) = Alterations.Set(contexts, set);
                    run.Write(JournalEvents.Altered, holder, $"Variable set by hand: {set.Reason}", data: change);
                    break;
                default:
                    throw new UnreachableException($"Stimulus {alteration} is no alteration.");
            }
        }
        catch (Exception failure) when (IsFault(failure, cancellationToken))
        {
            throw new AlterationException("damaged-state", $"The instance's stored state does not allow it: {failure.Message}");
        }
    }

    private async ValueTask CancelActivityAsync(WorkflowRun run, ActivityContext context, string reason, CancellationToken cancellationToken)
    {
        run.Write(JournalEvents.Altered, context, $"Cancelled by hand: {reason}");
        run.TakeBackFaults(context);
        await CancelAsync(run, [context], cancellationToken);
        await DrainAsync(run, cancellationToken);
        Alterations.EnsureParentGoesOn(context);
    }

    private async ValueTask ScheduleActivityAsync(
        WorkflowRun run, IReadOnlyCollection<ActivityContext> contexts, Stimulus.ScheduleActivity schedule, CancellationToken cancellationToken)
    {
        var (child, container) = Alterations.ToSchedule(run.Workflow, contexts, schedule);
        var result = container.Node.Activity.ScheduleFromOutside(container, child)
            ?? throw new AlterationException(
                "not-in-a-flowchart", $"'{child.Id}' is in '{container.Node.Id}', a {container.Node.Type}; only a flowchart runs its activities out of turn.");
        run.Write(JournalEvents.Altered, container, $"'{child.Id}' scheduled by hand: {schedule.Reason}");
        await ApplyAsync(run, container, result, cancellationToken);
        await DrainAsync(run, cancellationToken);
    }

    /// <summary>The burst: takes work, executes it, applies what came of it, until nothing is left. A fault does not end it.</summary>
    private async ValueTask DrainAsync(WorkflowRun run, CancellationToken cancellationToken)
    {
        while (run.CancelReason is null && run.Executed < maxActivitiesPerTurn && run.TryDequeue(out var item))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var context = run.Enter(item);
            ActivityResult result;
            try
            {
                context.EvaluateInputs();
                result = item.Bookmark is null
                    ? await context.Node.Activity.ExecuteAsync(context, cancellationToken)
                    : await context.Node.Activity.ResumeAsync(context, item.Bookmark, cancellationToken);
            }
            catch (Exception exception) when (IsFault(exception, cancellationToken))
            {
                run.Fault(context, exception);
                continue;
            }

            if (item.Bookmark is { AutoBurn: true } used)
                run.RemoveBookmark(used);
            await ApplyAsync(run, context, result, cancellationToken);
            if (context.Status == ActivityStatus.Running && context.BookmarkCount > 0)
                run.Write(JournalEvents.Suspended, context, null);
        }

        if (run.CancelReason is { } reason && run.Instance.Status == WorkflowStatus.Running)
            run.CancelInstance(reason);
    }

    /// <summary>Does what a result asks for, and goes up through the parents for as long as one completes the next .</summary>
    private static async ValueTask ApplyAsync(
        WorkflowRun run, ActivityContext context, ActivityResult result, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (result)
            {
                case ActivityResult.Waiting:
                    return;
                case ActivityResult.Scheduled scheduled:
                    if (scheduled.WithdrawsQueued)
                        run.Withdraw(context);
                    foreach (var child in scheduled.Children)
                        run.Enqueue(new WorkItem(child.Node, context, null, child.Tag, child.Variables));
                    await CancelAsync(run, scheduled.Cancel, cancellationToken);
                    return;
                case ActivityResult.CompletedAfterCancelling cancelling:
                    if (cancelling.WithdrawsQueued)
                        run.Withdraw(context);
                    await CancelAsync(run, cancelling.Cancel, cancellationToken);
                    result = ActivityResult.Done;
                    continue;
                case ActivityResult.InstanceFinished:
                    run.EndInstance();
                    run.Complete(context, ["Done"]);
                    return;
                case ActivityResult.BrokenOut:
                    WorkflowRun.Break(context);
                    result = ActivityResult.Done;
                    continue;
                case ActivityResult.CompositeCompleted chosen:
                    var composite = run.ChooseOutcomes(context, chosen.Names);
                    await ApplyAsync(run, context, ActivityResult.Done, cancellationToken);
                    context = composite;
                    result = ActivityResult.Done;
                    continue;
                case ActivityResult.Completed completed:
                    var outcomes = context.ChosenOutcomes ?? completed.Names;
                    if (!run.Complete(context, outcomes)
                        || context.Parent is not { Status: ActivityStatus.Running } parent)
                        return;
                    try
                    {
                        result = await parent.Node.Activity.ChildCompletedAsync(
                            parent, new ChildCompletion(context, outcomes), cancellationToken);
                    }
                    catch (Exception exception) when (IsFault(exception, cancellationToken))
                    {
                        // S-5: a callback's fault is charged to the child whose completion called it
                        run.Fault(context, exception);
                        return;
                    }

                    context = parent;
                    continue;
                default:
                    throw new UnreachableException($"Result {result} is not of the closed family.");
            }
        }
    }

    /// <summary>Cancels executions and tells their parents, which go on (S-12, F-16).</summary>
    private static async ValueTask CancelAsync(
        WorkflowRun run, IReadOnlyList<ActivityContext> contexts, CancellationToken cancellationToken)
    {
        foreach (var context in contexts)
        {
            if (context.Status is ActivityStatus.Completed or ActivityStatus.Canceled)
                continue;
            run.Cancel(context, childrenFirst: true);
            if (context.Parent is not { Status: ActivityStatus.Running } parent)
                continue;
            ActivityResult result;
            try
            {
                result = await parent.Node.Activity.ChildCanceledAsync(
                    parent, new ChildCompletion(context, []), cancellationToken);
            }
            catch (Exception exception) when (IsFault(exception, cancellationToken))
            {
                run.Fault(context, exception);
                continue;
            }

            await ApplyAsync(run, parent, result, cancellationToken);
        }
    }

    private static bool IsFault(Exception exception, CancellationToken cancellationToken)
        => exception is not ITurnAborting
            && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested);
}
