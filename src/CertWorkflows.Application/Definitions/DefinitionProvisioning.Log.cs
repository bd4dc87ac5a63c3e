using Microsoft.Extensions.Logging;

namespace CertWorkflows.Application.Definitions;

public sealed partial class DefinitionProvisioning
{
    [LoggerMessage(110, LogLevel.Information, "Workflow {DefinitionId} version {Version} provisioned from its file")]
    private partial void LogProvisioned(string definitionId, int version);

    [LoggerMessage(111, LogLevel.Information, "Workflow {DefinitionId} is being provisioned by another node as well")]
    private partial void LogRaced(string definitionId);
}
