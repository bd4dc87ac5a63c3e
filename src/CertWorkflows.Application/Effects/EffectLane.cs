namespace CertWorkflows.Application.Effects;

/// <summary>
/// The effects of one kind that this node has taken. Each kind has room of its own, so that a receiver which is slow or
/// away holds up neither other receivers nor deadlines.
/// </summary>
/// <param name="parallelism">How many are sent at once. As many again wait here, so that claiming does not cost each a round trip.</param>
/// <param name="send">Must not throw other than when cancelled.</param>
/// <param name="roomAgain">Called when there is room for more, and more may be due.</param>
internal sealed class EffectLane(int parallelism, Func<Effect, CancellationToken, Task> send, Action roomAgain)
{
    private readonly Lock _gate = new();
    private readonly Queue<Effect> _waiting = [];
    private int _senders;
    private bool _wasFull;

    /// <summary>How many more it takes.</summary>
    public int Room
    {
        get
        {
            lock (_gate)
            {
                return (2 * parallelism) - _senders - _waiting.Count;
            }
        }
    }

    /// <summary>Takes effects that were claimed, and answers what ends when they are sent.</summary>
    public IEnumerable<Task> Take(IEnumerable<Effect> effects, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var effect in effects)
            {
                _waiting.Enqueue(effect);
            }

            _wasFull = _senders + _waiting.Count >= 2 * parallelism;
            var first = new List<Effect>();
            for (; _senders < parallelism && _waiting.TryDequeue(out var effect); _senders++)
            {
                first.Add(effect);
            }

            return [.. first.Select(effect => Task.Run(() => SendOneByOneAsync(effect, cancellationToken), CancellationToken.None))];
        }
    }

    private async Task SendOneByOneAsync(Effect first, CancellationToken cancellationToken)
    {
        for (var effect = first; effect is not null; effect = Next())
        {
            await send(effect, cancellationToken);
        }
    }

    private Effect? Next()
    {
        Effect? next;
        bool tell;
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out next))
            {
                _senders--;
            }

            tell = _wasFull && _waiting.Count == 0;
            _wasFull &= !tell;
        }

        if (tell)
        {
            roomAgain();
        }

        return next;
    }
}
