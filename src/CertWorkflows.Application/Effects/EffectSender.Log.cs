using Microsoft.Extensions.Logging;

namespace CertWorkflows.Application.Effects;

public sealed partial class EffectSender
{
    [LoggerMessage(120, LogLevel.Warning, "Effect {Kind} of instance {InstanceId} threw; it is tried again with back-off")]
    private partial void LogAttemptThrew(Guid instanceId, string kind, Exception failure);

    [LoggerMessage(121, LogLevel.Error, "Effect {Kind} of instance {InstanceId} failed for good after {Attempts} attempts: {Reason}")]
    private partial void LogGaveUp(Guid instanceId, string kind, int attempts, string reason);
}
