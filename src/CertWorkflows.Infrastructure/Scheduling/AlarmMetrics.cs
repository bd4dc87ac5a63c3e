using System.Diagnostics.Metrics;

namespace CertWorkflows.Infrastructure.Scheduling;

/// <summary>What the alarm clock counts.</summary>
internal sealed class AlarmMetrics
{
    public const string MeterName = "CertWorkflows";
    public const string RearmedName = "certworkflows.deadlines.rearmed";

    private readonly Counter<long> _rearmed;

    public AlarmMetrics(IMeterFactory meters) =>
        _rearmed = meters.Create(MeterName).CreateCounter<long>(
            RearmedName, description: "Times that the sweep found work to come for which no alarm was set.");

    /// <summary>
    /// Now and then one is counted that was not lost: the sweep looked between a commit and its call of the alarm.
    /// A number that keeps growing means that alarms get lost.
    /// </summary>
    public void Rearmed() => _rearmed.Add(1);
}
