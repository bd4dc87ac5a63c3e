using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Activities;

/// <summary>What follows from one child's end in the counter-based mode (F-12 to F-14).</summary>
internal sealed class FlowStep
{
    /// <summary>Tag of children scheduled through a backward connection: they do not count as a visit (F-12, 3).</summary>
    public const string Backward = "backward";

    private readonly ActivityContext _flowchart;
    private readonly FlowchartPlan _plan;
    private readonly FlowScope _scope;
    private readonly List<ScheduledChild> _scheduled = [];
    private List<ActivityContext>? _cancelled;

    public FlowStep(ActivityContext flowchart, FlowScope scope)
    {
        _flowchart = flowchart;
        _plan = (FlowchartPlan)flowchart.Node.Plan!;
        _scope = scope;
    }

    /// <summary>Follows the connections of a child that ended with those outcomes; none means that it was skipped or cancelled.</summary>
    public void Leave(int child, IReadOnlyList<string> outcomes)
    {
        foreach (var edge in _plan.Outbound[child])
        {
            var isFollowed = edge.Port is not null && Contains(outcomes, edge.Port);
            _scope.EdgeVisits[edge.Index]++;
            _scope.WasFollowed[edge.Index] = isFollowed;
            if (_scope.Graph.IsForward(edge))
                Arrive(edge);
            else if (isFollowed)
                GoBack(edge);
        }
    }

    /// <summary>The flowchart's result after this step (F-12, 5).</summary>
    public ActivityResult Result()
    {
        if (_scheduled.Count > 0)
            return new ActivityResult.Scheduled(_scheduled) { Cancel = _cancelled ?? (IReadOnlyList<ActivityContext>)[] };
        return _flowchart.HasPendingWork || _flowchart.FaultedChildren > 0 ? ActivityResult.Wait : ActivityResult.Done;
    }

    private static bool Contains(IReadOnlyList<string> outcomes, string port)
    {
        for (var index = 0; index < outcomes.Count; index++)
        {
            if (outcomes[index] == port)
                return true;
        }

        return false;
    }

    private void GoBack(FlowEdge edge)
    {
        var (source, target) = (_plan.Children[edge.Source], _plan.Children[edge.Target]);
        if (!_scope.Graph.IsValidBackward(edge))
        {
            throw new InvalidOperationException(
                $"Invalid backward connection: Every path from the source ('{source.Id}') must go through the target ('{target.Id}') "
                + "when tracing back to the start.");
        }

        _scheduled.Add(new ScheduledChild(target, Backward));
    }

    /// <summary>Decides by the target's join mode (F-13).</summary>
    private void Arrive(FlowEdge edge)
    {
        var inbound = _scope.Graph.ForwardInbound[edge.Target];
        var (min, max) = Range(inbound);
        var (isAnyFollowed, isEachFollowed) = (false, true);
        foreach (var each in inbound)
        {
            var isFollowed = _scope.EdgeVisits[each.Index] == max && _scope.WasFollowed[each.Index];
            isAnyFollowed |= isFollowed;
            isEachFollowed &= isFollowed;
        }

        var visits = _scope.Visits[edge.Target];
        var isComplete = min > visits;
        switch (Mode(edge.Target))
        {
            case FlowJoinMode.WaitAny when _scope.EdgeVisits[edge.Index] > visits && max > visits && isAnyFollowed:
                Schedule(edge.Target);
                CancelAncestors(edge.Target);
                break;
            case FlowJoinMode.WaitAny:
                if (isComplete && !isAnyFollowed)
                    Skip(edge.Target);
                break;
            case FlowJoinMode.WaitAll when isComplete:
                if (isEachFollowed)
                    Schedule(edge.Target);
                else
                    Skip(edge.Target);
                break;
            case FlowJoinMode.WaitAllActive when isComplete:
                if (isAnyFollowed)
                    Schedule(edge.Target);
                else
                    Skip(edge.Target);
                break;
            default:
                break;
        }
    }

    private (int Min, int Max) Range(FlowEdge[] inbound)
    {
        var (min, max) = (int.MaxValue, 0);
        foreach (var each in inbound)
        {
            var count = _scope.EdgeVisits[each.Index];
            min = Math.Min(min, count);
            max = Math.Max(max, count);
        }

        return (min, max);
    }

    private void Schedule(int child)
    {
        _scope.Visits[child]++;
        _scheduled.Add(new ScheduledChild(_plan.Children[child]));
    }

    // a dead branch releases the joins behind it
    private void Skip(int child)
    {
        _scope.Visits[child]++;
        Leave(child, []);
    }

    private void CancelAncestors(int child)
        => (_cancelled ??= []).AddRange(FlowchartActivity.UnfinishedAncestors(_flowchart, _plan, _scope.Graph, child));

    private FlowJoinMode Mode(int child)
        => _plan.Joins[child] is { } mode ? FlowJoinActivity.Evaluate(_flowchart, mode) : FlowJoinMode.WaitAllActive;
}
