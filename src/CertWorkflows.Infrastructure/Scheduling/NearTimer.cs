namespace CertWorkflows.Infrastructure.Scheduling;

/// <summary>One timer of this process, set to the earliest of the instants that it was given.</summary>
internal sealed class NearTimer : IDisposable
{
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly Action _ring;
    private readonly ITimer _timer;
    private DateTimeOffset? _setTo;

    public NearTimer(TimeProvider clock, Action ring)
    {
        _clock = clock;
        _ring = ring;
        _timer = clock.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Rings at the instant, unless it rings earlier anyway; whoever needs it after that sets it again.</summary>
    public void Set(DateTimeOffset instant)
    {
        lock (_gate)
        {
            if (_setTo is null || instant < _setTo)
            {
                _setTo = instant;
                // Timers count whole milliseconds and cut off the rest; one more, so that it never rings too early.
                var wait = instant - _clock.GetUtcNow() + Resolution;
                _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Ring()
    {
        lock (_gate)
        {
            _setTo = null;
        }

        _ring();
    }
}
