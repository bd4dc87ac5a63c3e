using Quartz;

namespace CertWorkflows.Infrastructure.Scheduling;

/// <summary>What Quartz runs at the instant: the due work of this node, to its end, so that a killed run is recovered.</summary>
internal sealed class AlarmJob(DueWorkRunner runner) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(cancellationToken);
}
