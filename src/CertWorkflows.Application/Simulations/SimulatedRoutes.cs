using CertWorkflows.Application.Access;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Routes;
using CertWorkflows.Application.Triggers;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Application.Simulations;

/// <summary>The requests of a simulation: one that comes at the start may start the workflow, later ones find what waits for them.</summary>
internal sealed class SimulatedRoutes(
    IReadOnlyList<RequestGiven> requests, CompiledWorkflow workflow, ExpressionEvaluator evaluator, ScratchHost host, IWorkflowStore store, WorkflowService workflows, Caller caller)
{
    private readonly RouteTable _table = new(store);
    private readonly Queue<RequestGiven> _coming = new(requests.OrderBy(request => request.After));
    private readonly List<(DateTimeOffset At, RequestGiven Request, WaitingRequest? Waiting)> _sent = [];

    /// <summary>The next request; null for none.</summary>
    public RequestGiven? Next => _coming.TryPeek(out var next) ? next : null;

    /// <summary>The request that the next turn serves; null where none waits for it.</summary>
    public WaitingRequest? Open => _sent.Count > 0 && _sent[^1].Waiting is { Reply: null } waiting && (waiting.HasMore || waiting.Calls.Count > 0) ? waiting : null;

    public IReadOnlyList<SimulatedRequest> Report() =>
    [
        .. _sent.Select(sent => new SimulatedRequest(
            sent.At, sent.Request, sent.Waiting?.Reply, sent.Waiting is not null, sent.Waiting is { Reply: null, Incidents.Count: > 0 })),
    ];

    /// <summary>The start, by the first request if that comes at once and an endpoint takes it.</summary>
    public StartWorkflow Starting(StartWorkflow start)
    {
        if (Next is not { After.Ticks: 0 } request)
        {
            return start;
        }

        var hashes = HttpRoute.HashesFor(request.Path, request.Method);
        var endpoints = workflow.All
            .Where(node => node.CanStartWorkflow && node.Type == HttpRoute.BookmarkName)
            .SelectMany(node => TriggerPayload.Of(node, evaluator, new IndexingScope(workflow.Definition, host.Now)).Select(each => (node.Id, each.Payload, each.Hash)))
            .ToList();
        if (hashes.Select(hash => endpoints.Find(each => each.Hash == hash)).FirstOrDefault(each => each.Id is not null) is not { Id: { } activityId } endpoint)
        {
            return start;
        }

        var input = new Dictionary<string, object?>(start.Input, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in request.ToInput(HttpEndpointRules.FromPayload(endpoint.Payload)).ToInput())
        {
            input[name] = value;
        }

        return start with { Input = input, TriggerActivityId = activityId, Request = Send() };
    }

    /// <summary>Sends the next request to whatever waits for it.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        var request = _coming.Peek();
        var address = new RouteAddress(request.Path, request.Method, null, null);
        if (await _table.FindAsync(address, cancellationToken) is not RouteMatch.Resumes match)
        {
            _sent.Add((host.Now, _coming.Dequeue(), null));
            return;
        }

        var stimulus = new Stimulus.ResumeBookmark(match.BookmarkId, request.ToInput(match.Rules).ToInput());
        await workflows.ResumeAsync(match.InstanceId, caller, (_, _) => new(stimulus), Send(), cancellationToken);
    }

    /// <summary>The request that waits for what the effect brings; the effect is settled then.</summary>
    public WaitingRequest? TakeFor(Effect effect)
    {
        var waiting = Open;
        return waiting?.Calls.RemoveAll(call => call.Id == effect.Id) > 0 ? waiting : null;
    }

    // real time does not pass here, so nothing need be held for long
    private WaitingRequest Send()
    {
        var waiting = new WaitingRequest(TimeSpan.FromTicks(1));
        _sent.Add((host.Now, _coming.Dequeue(), waiting));
        return waiting;
    }
}
