using CertWorkflows.Application.Access;
using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Application.Routes;

/// <summary>
/// Runs an instance for a request: turn by turn, and with the calls that it makes meanwhile, until it has answered, waits for something
/// else, or is over. What the request leaves over goes on without it.
/// </summary>
public sealed class RouteRun(
    IWorkflowStore store, WorkflowService workflows, EffectSender sender, IAlarmClock alarm, IOptions<EffectOptions> effects, TimeProvider clock)
{
    /// <summary>A request that can wait for what the instance answers.</summary>
    public WaitingRequest Open() => new(effects.Value.Claim);

    /// <summary>Starts or resumes, and goes on for as long as there is something to do at once.</summary>
    /// <exception cref="ConflictException">Several instances wait (<c>ambiguous-route</c>), the wait is used up by another request, or the definition's
    /// activation strategy refuses the start.</exception>
    /// <exception cref="OperationCanceledException">The request has ended; what was committed stays.</exception>
    public async Task RunAsync(
        RouteMatch match, RouteAddress address, HttpRequestInput input, WaitingRequest request, Caller caller, CancellationToken cancellationToken)
    {
        try
        {
            await BeginAsync(match, address, input, request, caller, cancellationToken);
            while (request.Reply is null && (request.HasMore || request.Calls.Count > 0))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await GoOnAsync(request, caller, cancellationToken);
            }
        }
        finally
        {
            await ReleaseAsync(request);
        }
    }

    private async Task BeginAsync(
        RouteMatch match, RouteAddress address, HttpRequestInput input, WaitingRequest request, Caller caller, CancellationToken cancellationToken)
    {
        switch (match)
        {
            case RouteMatch.Starts starts:
                var start = new StartWorkflow(starts.DefinitionId)
                {
                    InstanceId = address.InstanceId,
                    CorrelationId = address.CorrelationId,
                    TriggerActivityId = starts.ActivityId,
                    Input = input.ToInput(),
                    Request = request,
                };
                await workflows.StartAsync(start, caller, cancellationToken);
                break;
            case RouteMatch.Resumes resumes:
                var (instance, consumed) = await workflows.ResumeAsync(
                    resumes.InstanceId, caller, (_, _) => new(new Stimulus.ResumeBookmark(resumes.BookmarkId, input.ToInput())), request, cancellationToken);
                if (!consumed)
                {
                    throw new ConflictException("already-consumed", "The instance does not wait for this request any more: another one was faster.", instance.SubStatus, []);
                }

                break;
            case RouteMatch.Ambiguous ambiguous:
                throw new ConflictException(
                    "ambiguous-route",
                    $"Several instances wait for {address.Method} {address.Path}; name one by the header X-Workflow-Instance-ID or X-Correlation-ID.",
                    extra: new Dictionary<string, object?> { ["workflows"] = ambiguous.Candidates.Select(each => new { instanceId = each.InstanceId }).ToList() });
            default:
                throw new System.Diagnostics.UnreachableException($"{match.GetType().Name} is not of the closed family.");
        }
    }

    private async Task GoOnAsync(WaitingRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (!request.HasMore)
        {
            await CallAsync(request, cancellationToken);
            return;
        }

        var instanceId = request.InstanceId!.Value;
        var (_, consumed) = await workflows.ResumeAsync(instanceId, caller, ContinueAsync, request, cancellationToken);
        if (!consumed)
        {
            request.HasNoMore();
        }

        async ValueTask<Stimulus?> ContinueAsync(CaseTurn turn, CancellationToken token)
        {
            turn.Db.Deadlines.RemoveRange(await turn.Db.Deadlines.Where(d => d.InstanceId == instanceId && d.Purpose == Deadline.Continuation).ToListAsync(token));
            return new Stimulus.Continue();
        }
    }

    /// <summary>Sends the next call, unless a branch that the workflow has left asked for it, or another node took it after all.</summary>
    private async Task CallAsync(WaitingRequest request, CancellationToken cancellationToken)
    {
        var call = request.Calls[0];
        await using var db = store.Open();
        if (await db.Effects.AnyAsync(e => e.InstanceId == call.InstanceId && e.Id == call.Id && e.State == EffectState.Pending && e.Attempts == 0, cancellationToken))
        {
            await sender.SendAsync(call, request, cancellationToken);
        }

        request.Calls.Remove(call);
    }

    /// <summary>What was kept for the request is anybody's again, whoever cancelled it.</summary>
    private async Task ReleaseAsync(WaitingRequest request)
    {
        if (request.InstanceId is not { } instanceId || (!request.HasMore && request.Calls.Count == 0))
        {
            return;
        }

        await using var db = store.Open();
        await db.Deadlines.Where(d => d.InstanceId == instanceId && d.Purpose == Deadline.Continuation)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.ClaimedUntil, (DateTimeOffset?)null), CancellationToken.None);
        var calls = request.Calls.Select(call => call.Id).ToList();
        await db.Effects.Where(e => e.InstanceId == instanceId && calls.Contains(e.Id) && e.State == EffectState.Pending)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.ClaimedUntil, (DateTimeOffset?)null), CancellationToken.None);
        alarm.DueAt(clock.GetUtcNow());
    }
}
