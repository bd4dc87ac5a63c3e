using Microsoft.Extensions.Logging;

namespace CertWorkflows.Application.Definitions;

public sealed partial class DefinitionProvisioning
{
    [LoggerMessage(110, LogLevel.Information, "Workflow {DefinitionId} version {Version} provisioned from its file")]
    private partial void LogProvisioned(string definitionId, int version);

    [LoggerMessage(111, LogLevel.Information, "Workflow {DefinitionId} is being provisioned by another node as well")]
    private partial void LogRaced(string definitionId);

    [LoggerMessage(
        112,
        LogLevel.Warning,
        "The file of workflow {DefinitionId} changed, but a person changed the workflow too: it is stored as version {Version}, unpublished, and nothing runs on it")]
    private partial void LogKeptAside(string definitionId, int version);
}
