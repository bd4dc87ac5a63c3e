using System.Diagnostics.Metrics;

namespace CertWorkflows.Application.Workflows;

/// <summary>All counters of the engine's host; the meter is named <c>CertWorkflows</c>.</summary>
public sealed class WorkflowMetrics
{
    public const string MeterName = "CertWorkflows";

    private readonly Counter<long> _started;
    private readonly Counter<long> _conflicts;
    private readonly Counter<long> _deadlinesFired;
    private readonly Counter<long> _effects;
    private readonly Histogram<double> _lateness;

    public WorkflowMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _started = meter.CreateCounter<long>("certworkflows.instances.started", description: "Instances started.");
        _conflicts = meter.CreateCounter<long>("certworkflows.turns.conflicts", description: "Turns run again after a conflict.");
        _deadlinesFired = meter.CreateCounter<long>("certworkflows.deadlines.fired", description: "Deadlines that resumed an instance.");
        _effects = meter.CreateCounter<long>("certworkflows.effects.attempts", description: "Attempts at effects, by kind and outcome.");
        _lateness = meter.CreateHistogram<double>("certworkflows.deadlines.lateness", "s", "How late a deadline fired.");
    }

    internal void Started(string definitionId) => _started.Add(1, new KeyValuePair<string, object?>("definition", definitionId));

    internal void Conflict() => _conflicts.Add(1);

    internal void DeadlineFired(TimeSpan late)
    {
        _deadlinesFired.Add(1);
        _lateness.Record(late.TotalSeconds);
    }

    internal void EffectAttempted(string kind, string outcome) =>
        _effects.Add(1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("outcome", outcome));
}
