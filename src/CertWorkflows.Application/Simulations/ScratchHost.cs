using System.Diagnostics.Metrics;
using CertWorkflows.Application.Workflows;

namespace CertWorkflows.Application.Simulations;

/// <summary>What surrounds the real services in a simulation: a clock that is moved, and nobody who listens.</summary>
internal sealed class ScratchHost(DateTimeOffset start) : TimeProvider, IAlarmClock, IChangeFeed, IMeterFactory
{
    private readonly Meter _meter = new("CertWorkflows.Simulation");

    /// <summary>The virtual time; only the simulation moves it, between turns.</summary>
    public DateTimeOffset Now { get; set; } = start;

    public long Changes => 0; // nobody remembers anything

    public override DateTimeOffset GetUtcNow() => Now;

    public void DueAt(DateTimeOffset dueAt)
    {
        // the simulation looks at the rows themselves
    }

    public Task WaitAsync(Guid? instanceId, TimeSpan atMost, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Changed(Guid instanceId)
    {
        // nobody watches
    }

    // under another name than the host's, whose figures it must not change
    public Meter Create(MeterOptions options) => _meter;

    public void Dispose() => _meter.Dispose();
}
