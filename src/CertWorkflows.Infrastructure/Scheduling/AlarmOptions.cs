namespace CertWorkflows.Infrastructure.Scheduling;

/// <summary>How due work is woken. Keys: <c>Deadlines__SweepInterval</c>, <c>Clock__Mode</c>.</summary>
public sealed class AlarmOptions
{
    /// <summary>
    /// How often each node looks for due work that no alarm announced. Default five seconds; 100 ms to ten minutes.
    /// What falls due sooner than this is waited for in the process, what falls due later is left to Quartz.
    /// </summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>No scheduler at all: whoever moves the clock runs the due work. Default false.</summary>
    public bool VirtualClock { get; set; }
}
