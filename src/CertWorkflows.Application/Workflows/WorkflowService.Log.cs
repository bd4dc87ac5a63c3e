using Microsoft.Extensions.Logging;

namespace CertWorkflows.Application.Workflows;

public sealed partial class WorkflowService
{
    [LoggerMessage(100, LogLevel.Debug, "Turn of instance {InstanceId} met another one (attempt {Attempt}): {Reason}")]
    private partial void LogConflict(Guid instanceId, int attempt, string reason);
}
