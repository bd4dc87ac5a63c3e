namespace CertWorkflows.Server.Clock;

/// <summary>
/// A clock that stands still until it is moved, and never goes back. Only the time of day is virtual: timers and time stamps
/// are the machine's, so what waits a real second still waits a real second.
/// </summary>
internal sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>Moves to an instant; one that is not later than the present changes nothing.</summary>
    public void MoveTo(DateTimeOffset instant)
    {
        for (var now = Volatile.Read(ref _ticks); instant.UtcTicks > now;)
        {
            var seen = Interlocked.CompareExchange(ref _ticks, instant.UtcTicks, now);
            if (seen == now)
            {
                return;
            }

            now = seen;
        }
    }
}
