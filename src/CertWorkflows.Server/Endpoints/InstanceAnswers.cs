using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Server.Endpoints;

/// <summary>A workflow instance in the API's words.</summary>
internal static class InstanceAnswers
{
    public static string LocationOf(Guid id) => $"{Api.BasePath}/instances/{id}";

    public static InstanceSummaryDto Summary(WorkflowInstance instance) => new()
    {
        Id = instance.Id.ToString(),
        DefinitionId = instance.DefinitionId,
        DefinitionVersion = instance.DefinitionVersion,
        Status = Enum.Parse<InstanceStatus>(instance.Status),
        SubStatus = Enum.Parse<InstanceSubStatus>(instance.SubStatus),
        Name = instance.Name,
        CorrelationId = instance.CorrelationId,
        BusinessKey = instance.BusinessKey,
        CaseKind = instance.CaseKind,
        CaseId = instance.CaseId?.ToString(),
        ParentId = instance.ParentInstanceId?.ToString(),
        IncidentCount = instance.IncidentCount,
        LastIncident = instance.IncidentCount == 0 ? null : LastOf(InstanceState.FromJson(instance.State)),
        CreatedAt = instance.CreatedAt,
        UpdatedAt = instance.UpdatedAt,
        FinishedAt = instance.FinishedAt,
    };

    public static async Task<InstanceDto> FullAsync(
        WorkflowDb db, WorkflowInstance instance, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var state = InstanceState.FromJson(instance.State);
        var workflow = await catalog.VersionAsync(db, instance.DefinitionVersionId, cancellationToken);
        return new InstanceDto
        {
            Id = instance.Id.ToString(),
            DefinitionId = instance.DefinitionId,
            DefinitionVersion = instance.DefinitionVersion,
            Status = Enum.Parse<InstanceStatus>(instance.Status),
            SubStatus = Enum.Parse<InstanceSubStatus>(instance.SubStatus),
            Name = instance.Name,
            CorrelationId = instance.CorrelationId,
            BusinessKey = instance.BusinessKey,
            CaseKind = instance.CaseKind,
            CaseId = instance.CaseId?.ToString(),
            ParentId = instance.ParentInstanceId?.ToString(),
            IncidentCount = instance.IncidentCount,
            LastIncident = LastOf(state),
            CreatedAt = instance.CreatedAt,
            UpdatedAt = instance.UpdatedAt,
            FinishedAt = instance.FinishedAt,
            Input = state.Input.ToDictionary(member => member.Key, member => member.Value.ToElement(), StringComparer.Ordinal),
            Output = state.Output.ToDictionary(member => member.Key, member => member.Value.ToElement(), StringComparer.Ordinal),
            Waits = [.. state.Bookmarks.Select(bookmark => new InstanceWaitDto
            {
                ActivityId = bookmark.ActivityId,
                ActivityType = workflow.Nodes.TryGetValue(bookmark.NodeId, out var node) ? node.Type : "",
                Name = bookmark.Name,
                DueAt = bookmark.DueAt,
            })],
            Incidents = [.. state.Incidents.Select(incident => new IncidentDto
            {
                At = incident.Timestamp,
                ActivityId = incident.ActivityId,
                ActivityType = incident.ActivityType,
                ActivityInstanceId = incident.ActivityInstanceId,
                Outcomes = workflow.Nodes.TryGetValue(incident.ActivityNodeId, out var failed) ? [.. failed.Activity.Outcomes(failed)] : [],
                Message = incident.Message,
                ExceptionType = incident.Exception.Type,
            })],
            Version = instance.Version,
        };
    }

    private static LastIncidentDto? LastOf(InstanceState state) => state.Incidents is not [.., var last] ? null : new LastIncidentDto
    {
        At = last.Timestamp,
        ActivityId = last.ActivityId,
        Message = last.Message,
    };
}
