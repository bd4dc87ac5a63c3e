using Microsoft.Extensions.Logging;

namespace CertWorkflows.Application.Workflows;

public sealed partial class DueWork
{
    [LoggerMessage(130, LogLevel.Error, "Deadline {DeadlineId} of instance {InstanceId} failed (attempt {Attempt})")]
    private partial void LogDeadlineFailed(Guid instanceId, Guid deadlineId, int attempt, Exception failure);

    [LoggerMessage(131, LogLevel.Error, "What came of effect {Kind} of instance {InstanceId} could not be recorded; it is sent again with the same key")]
    private partial void LogEffectFailed(Guid instanceId, string kind, Exception failure);
}
