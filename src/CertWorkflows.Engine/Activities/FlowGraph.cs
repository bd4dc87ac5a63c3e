namespace CertWorkflows.Engine.Activities;

/// <summary>A flowchart's connections split into forward and backward ones, as seen from one start activity (F-7 to F-10).</summary>
internal sealed class FlowGraph
{
    private readonly FlowchartPlan _plan;
    private readonly bool[] _isForward;
    private readonly bool[] _isValidBackward;
    private readonly bool[]?[] _ancestors;
    private readonly int _start;

    public FlowGraph(FlowchartPlan plan, int start)
    {
        _plan = plan;
        _start = start;
        _isForward = Split();
        ForwardInbound =
        [
            .. Enumerable.Range(0, plan.Children.Count)
                .Select(child => plan.Edges.Where(edge => edge.Target == child && _isForward[edge.Index]).ToArray()),
        ];
        _isValidBackward = [.. plan.Edges.Select(edge => !_isForward[edge.Index] && IsDominated(edge.Source, edge.Target))];
        _ancestors = new bool[plan.Children.Count][];
    }

    /// <summary>Forward connections that lead to each child, in order.</summary>
    public IReadOnlyList<FlowEdge[]> ForwardInbound { get; }

    public bool IsForward(FlowEdge edge) => _isForward[edge.Index];

    /// <summary>Whether every forward path to the source goes through the target (F-9).</summary>
    public bool IsValidBackward(FlowEdge edge) => _isValidBackward[edge.Index];

    /// <summary>Whether no forward connection leads to it (F-10).</summary>
    public bool IsDangling(int child) => child != _start && ForwardInbound[child].Length == 0;

    /// <summary>Whether forward connections lead from the one to the other (F-8).</summary>
    public bool IsAncestor(int ancestor, int child) => Ancestors(child)[ancestor];

    // worked out when a join first asks; two turns at once come to the same
    private bool[] Ancestors(int child)
    {
        if (_ancestors[child] is { } known)
            return known;
        var found = new bool[_plan.Children.Count];
        var open = new Stack<int>();
        open.Push(child);
        while (open.TryPop(out var next))
        {
            foreach (var edge in ForwardInbound[next])
            {
                if (found[edge.Source])
                    continue;
                found[edge.Source] = true;
                open.Push(edge.Source);
            }
        }

        _ancestors[child] = found;
        return found;
    }

    /// <summary>Breadth first from the start, leaving out each step that would close a cycle (F-7).</summary>
    private bool[] Split()
    {
        var count = _plan.Children.Count;
        var accepted = new HashSet<(int, int)>();
        var steps = new List<int>[count];
        for (var index = 0; index < count; index++)
            steps[index] = [];
        var visited = new bool[count];
        var open = new Queue<int>();
        visited[_start] = true;
        open.Enqueue(_start);
        while (open.TryDequeue(out var source))
        {
            foreach (var edge in _plan.Outbound[source])
            {
                if (accepted.Contains((source, edge.Target)) || Leads(steps, edge.Target, source, without: -1))
                    continue;
                accepted.Add((source, edge.Target));
                steps[source].Add(edge.Target);
                if (visited[edge.Target])
                    continue;
                visited[edge.Target] = true;
                open.Enqueue(edge.Target);
            }
        }

        return [.. _plan.Edges.Select(edge => accepted.Contains((edge.Source, edge.Target)))];
    }

    private bool IsDominated(int source, int target)
    {
        if (source == target || target == _start)
            return true;
        var steps = new List<int>[_plan.Children.Count];
        for (var index = 0; index < steps.Length; index++)
            steps[index] = [.. _plan.Outbound[index].Where(IsForward).Select(edge => edge.Target)];
        return !Leads(steps, _start, source, without: target);
    }

    private static bool Leads(List<int>[] steps, int from, int to, int without)
    {
        if (from == to)
            return true;
        var seen = new bool[steps.Length];
        var open = new Stack<int>();
        open.Push(from);
        while (open.TryPop(out var next))
        {
            foreach (var step in steps[next])
            {
                if (step == to)
                    return true;
                if (step == without || seen[step])
                    continue;
                seen[step] = true;
                open.Push(step);
            }
        }

        return false;
    }
}
