using CertWorkflows.Application.Workflows;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CertWorkflows.Server.Monitoring;

/// <summary>Whether the database answers.</summary>
internal sealed class DatabaseCheck(IWorkflowStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = store.Open();
        return await db.Database.CanConnectAsync(cancellationToken)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The database does not answer.");
    }
}
