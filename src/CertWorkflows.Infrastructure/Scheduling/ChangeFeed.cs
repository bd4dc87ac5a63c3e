using CertWorkflows.Application.Workflows;

namespace CertWorkflows.Infrastructure.Scheduling;

/// <summary>
/// Wakes those who wait for an instance to change, on this node and, through the link, on the others. A waiter must
/// start to wait before it reads what it waits for, or bound the wait.
/// </summary>
internal sealed class ChangeFeed : IChangeFeed
{
    private readonly INodeLink _link;
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Waiters> _byInstance = [];
    private TaskCompletionSource _any = NewSignal();
    private long _changes;

    public ChangeFeed(INodeLink link)
    {
        _link = link;
        link.Subscribe(Hear);
    }

    public long Changes => Interlocked.Read(ref _changes);

    public async Task WaitAsync(Guid? instanceId, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var (signal, waiters) = Enter(instanceId);
        try
        {
            // Real time on purpose: a caller's patience is not the business's clock.
            await signal.WaitAsync(atMost, cancellationToken);
        }
        catch (TimeoutException)
        {
            // the agreed end of a wait in which nothing happened
        }
        finally
        {
            Leave(instanceId, waiters);
        }
    }

    public void Changed(Guid instanceId)
    {
        Signal(instanceId);
        _link.Announce(new NodeWord.Changed(instanceId));
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private (Task Signal, Waiters? Waiters) Enter(Guid? instanceId)
    {
        lock (_gate)
        {
            if (instanceId is not { } id)
            {
                return (_any.Task, null);
            }

            if (!_byInstance.TryGetValue(id, out var waiters))
            {
                _byInstance[id] = waiters = new Waiters(NewSignal());
            }

            waiters.Count++;
            return (waiters.Signal.Task, waiters);
        }
    }

    private void Leave(Guid? instanceId, Waiters? waiters)
    {
        lock (_gate)
        {
            if (instanceId is { } id && waiters is not null && --waiters.Count == 0
                && _byInstance.TryGetValue(id, out var present) && present == waiters)
            {
                _byInstance.Remove(id);
            }
        }
    }

    private void Hear(NodeWord word)
    {
        if (word is NodeWord.Changed changed)
        {
            Signal(changed.InstanceId);
        }
        else if (word is NodeWord.Missed)
        {
            SignalAll();
        }
    }

    private void Signal(Guid instanceId)
    {
        lock (_gate)
        {
            SignalAny();
            if (_byInstance.Remove(instanceId, out var waiters))
            {
                waiters.Signal.TrySetResult();
            }
        }
    }

    private void SignalAll()
    {
        lock (_gate)
        {
            SignalAny();
            foreach (var waiters in _byInstance.Values)
            {
                waiters.Signal.TrySetResult();
            }

            _byInstance.Clear();
        }
    }

    // Under the lock.
    private void SignalAny()
    {
        Interlocked.Increment(ref _changes); // it is read without the lock
        _any.TrySetResult();
        _any = NewSignal();
    }

    private sealed class Waiters(TaskCompletionSource signal)
    {
        public TaskCompletionSource Signal { get; } = signal;

        public int Count { get; set; }
    }
}
