using CertWorkflows.Application.Workflows;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CertWorkflows.Server.Monitoring;

/// <summary>
/// Whether somebody works on what is due. Late work is served all the same by a node that is otherwise well, so it only degrades.
/// </summary>
internal sealed class DeadlineCheck(IWorkflowStore store, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var next = await store.NextDueAsync(cancellationToken);
        return next.Earliest is { } due && clock.GetUtcNow() - due > Tolerated
            ? HealthCheckResult.Degraded($"Something was due at {due:u} and is not done: does the alarm clock run?")
            : HealthCheckResult.Healthy();
    }
}
