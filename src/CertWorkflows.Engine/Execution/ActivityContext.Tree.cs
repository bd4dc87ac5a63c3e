using System.Text.Json.Nodes;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Execution;

public sealed partial class ActivityContext
{
    private ActivityContext? _previousSibling;
    private ActivityContext? _lastChild;
    private bool _isAttached;
    private bool _areInputsReady;

    /// <summary>Executions below it that are not over, in order of creation.</summary>
    public IEnumerable<ActivityContext> Children
    {
        get
        {
            for (var child = FirstChild; child is not null; child = child.NextSibling)
                yield return child;
        }
    }

    /// <summary>Whether a direct child is Running or work below it is queued (F-6).</summary>
    public bool HasPendingWork => RunningChildren > 0 || QueuedWork > 0;

    /// <summary>Direct children that are Faulted.</summary>
    public int FaultedChildren { get; private set; }

    internal ActivityContext? FirstChild { get; private set; }

    internal ActivityContext? NextSibling { get; private set; }

    internal int RunningChildren { get; private set; }

    internal int QueuedWork { get; set; }

    internal int BookmarkCount { get; set; }

    internal void SetStatus(ActivityStatus status)
    {
        _run.Live += (IsLive(status) ? 1 : 0) - (IsLive(Status) ? 1 : 0);
        if (Parent is not null)
        {
            Parent.RunningChildren += (status == ActivityStatus.Running ? 1 : 0) - (Status == ActivityStatus.Running ? 1 : 0);
            Parent.FaultedChildren += (status == ActivityStatus.Faulted ? 1 : 0) - (Status == ActivityStatus.Faulted ? 1 : 0);
        }

        Status = status;
    }

    /// <summary>Links it below its parent, and a parent that is over but still needed below its own.</summary>
    internal void Attach()
    {
        if (_isAttached)
            return;
        _isAttached = true;
        if (Parent is null)
            return;
        Parent.Attach();
        _previousSibling = Parent._lastChild;
        if (_previousSibling is null)
            Parent.FirstChild = this;
        else
            _previousSibling.NextSibling = this;
        Parent._lastChild = this;
    }

    /// <summary>Forgets it once it is over and nothing lives below it; the root is never forgotten.</summary>
    internal void Detach()
    {
        if (!_isAttached || Parent is null || FirstChild is not null || IsLive(Status))
            return;
        _isAttached = false;
        if (_previousSibling is null)
            Parent.FirstChild = NextSibling;
        else
            _previousSibling.NextSibling = NextSibling;
        if (NextSibling is null)
            Parent._lastChild = _previousSibling;
        else
            NextSibling._previousSibling = _previousSibling;
        _previousSibling = null;
        NextSibling = null;
        Parent.Detach();
    }

    /// <summary>Evaluates all inputs in order (E-2), those of the activities around it first, once per turn (E-3).</summary>
    internal void EvaluateInputs()
    {
        Parent?.EnsureInputs();
        var inputs = Node.Inputs;
        if (inputs.Count > 0)
            _inputs ??= new object?[inputs.Count];
        for (var index = 0; index < inputs.Count; index++)
        {
            if (inputs[index].Descriptor.IsAutoEvaluated)
                _inputs![index] = ValueOf(inputs[index]);
        }

        _areInputsReady = true;
    }

    /// <summary>The value that an input has now, for inputs that are not evaluated before the activity runs (E-2).</summary>
    internal object? EvaluateInput(string name) => Node.FindInput(name) is { } input
        ? ValueOf(input)
        : throw new ArgumentException($"Activity type {Node.Type} declares no input '{name}'.", nameof(name));

    internal void Restore(ContextState stored)
    {
        SetStatus(stored.Status);
        FaultCount = stored.FaultCount;
        _properties = stored.Properties?.DeepClone().AsObject();
        RestoreVariables(stored);
        RestoreOutputs(stored);
        RestoreInputs(stored);
    }

    internal ContextState Save(bool isPaused)
    {
        Node.Activity.SaveMemory(this);
        return new ContextState(
            Id,
            Parent?.Id,
            Node.NodeId,
            Status,
            Tag,
            StartedAt,
            FaultCount,
            SaveVariables(isPaused),
            _dynamic is null ? NoVariables : _dynamic.ToDictionary(pair => pair.Key, pair => StoredValue.Write(pair.Value)),
            _properties is { Count: > 0 } ? _properties : null)
        {
            Outputs = isPaused ? SaveOutputs() : NoVariables,
            Inputs = isPaused ? SaveInputs() : NoVariables,
        };
    }

    // E-3: evaluated once a burst, also where it goes over several turns; what is sensitive is not stored but evaluated again
    private IReadOnlyDictionary<string, JsonNode?> SaveInputs()
        => !_areInputsReady || (FirstChild is null && QueuedWork == 0) || Node.Inputs.Any(input => input.Descriptor.IsSensitive)
            ? NoVariables
            : Node.Inputs.Select((input, index) => (input, index)).Where(each => IsEvaluated(each.input))
                .ToDictionary(each => each.input.Descriptor.Name, each => StoredValue.Write(_inputs![each.index]), StringComparer.Ordinal);

    private void RestoreInputs(ContextState stored)
    {
        if (stored.Inputs.Count == 0 || !Node.Inputs.Where(IsEvaluated).All(input => stored.Inputs.ContainsKey(input.Descriptor.Name)))
            return;
        _inputs = [.. Node.Inputs.Select(input => IsEvaluated(input) ? StoredValue.Read(stored.Inputs[input.Descriptor.Name]) : input.Constant)];
        _areInputsReady = true;
    }

    private static bool IsEvaluated(Definitions.CompiledInput input) => input.Expression is not null && input.Descriptor.IsAutoEvaluated;

    private static bool IsLive(ActivityStatus status) => status is ActivityStatus.Running or ActivityStatus.Faulted;

    private void EnsureInputs()
    {
        if (!_areInputsReady)
            EvaluateInputs();
    }

    private object? ValueOf(Definitions.CompiledInput input) => input.Expression is null ? input.Constant : Evaluate(input);

    private object? Evaluate(Definitions.CompiledInput input)
    {
        try
        {
            var value = Evaluate(input.Expression!, input.Descriptor.Type);
            // D-12: an unknown language is no input, which a declared default for null replaces
            return value is null && input.Descriptor.DefaultReplacesNull && !_run.Evaluator.Knows(input.Expression!.Type)
                ? input.Descriptor.DefaultValue
                : value;
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or ITurnAborting))
        {
            throw new ExpressionException($"Failed to evaluate activity input '{input.Descriptor.Name}'", exception);
        }
    }
}
