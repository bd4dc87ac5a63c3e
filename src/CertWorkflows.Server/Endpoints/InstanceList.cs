using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Endpoints;

/// <summary>Lists and counts of instances.</summary>
internal static class InstanceList
{
    public static async Task<Ok<Page<InstanceSummaryDto>>> ListAsync(
        [AsParameters] PageQuery page, [AsParameters] InstanceQuery query, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        return TypedResults.Ok(await page.ReadAsync(
            Filter(db.Instances, query), "instances", i => i.CreatedAt, i => i.Id, true, InstanceAnswers.Summary, cancellationToken));
    }

    public static async Task<Ok<IReadOnlyList<InstanceCountDto>>> CountsAsync(
        string? definitionId, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        IQueryable<WorkflowInstance> all = definitionId is null ? db.Instances : db.Instances.Where(i => i.DefinitionId == definitionId);
        var counts = await all.Where(i => i.Status == nameof(WorkflowStatus.Running) || i.IncidentCount > 0)
            .GroupBy(i => new { i.DefinitionId, i.DefinitionVersion })
            .Select(group => new InstanceCountDto
            {
                DefinitionId = group.Key.DefinitionId,
                Version = group.Key.DefinitionVersion,
                Running = group.Count(i => i.Status == nameof(WorkflowStatus.Running)),
                Repairable = group.Count(i => i.IncidentCount > 0
                    && (i.Status == nameof(WorkflowStatus.Running) || i.SubStatus == nameof(WorkflowSubStatus.Faulted))),
            })
            .ToListAsync(cancellationToken);
        return TypedResults.Ok<IReadOnlyList<InstanceCountDto>>(
        [
            .. counts.Where(count => count.Running > 0 || count.Repairable > 0)
                .OrderBy(count => count.DefinitionId, StringComparer.Ordinal).ThenByDescending(count => count.Version),
        ]);
    }

    /// <summary>Those that an operator can retry or skip.</summary>
    public static IQueryable<WorkflowInstance> Repairable(this IQueryable<WorkflowInstance> instances) => instances.Where(i =>
        i.IncidentCount > 0 && (i.Status == nameof(WorkflowStatus.Running) || i.SubStatus == nameof(WorkflowSubStatus.Faulted)));

    private static IQueryable<WorkflowInstance> Filter(IQueryable<WorkflowInstance> found, InstanceQuery query)
    {
        found = query.DefinitionId is { } definitionId ? found.Where(i => i.DefinitionId == definitionId) : found;
        found = query.Version is { } version ? found.Where(i => i.DefinitionVersion == version) : found;
        found = query.Status?.Value.ToString() is { } status ? found.Where(i => i.Status == status) : found;
        found = query.SubStatus?.Value.ToString() is { } subStatus ? found.Where(i => i.SubStatus == subStatus) : found;
        found = query.CorrelationId is { } correlationId ? found.Where(i => i.CorrelationId == correlationId) : found;
        found = query.BusinessKey is { } businessKey ? found.Where(i => i.BusinessKey == businessKey) : found;
        found = query.CaseId is { } caseId ? found.Where(i => i.CaseId == caseId) : found;
        found = query.ParentId is { } parentId ? found.Where(i => i.ParentInstanceId == parentId) : found;
        found = query.Incident is { } incident ? found.Where(i => i.IncidentCount > 0 == incident) : found;
        return query.Repairable switch
        {
            true => found.Repairable(),
            false => found.Where(i => i.IncidentCount == 0
                || (i.Status != nameof(WorkflowStatus.Running) && i.SubStatus != nameof(WorkflowSubStatus.Faulted))),
            null => found,
        };
    }
}

/// <summary>Which instances are wanted; what is left out does not filter.</summary>
internal readonly record struct InstanceQuery(
    [FromQuery(Name = "definitionId")] string? DefinitionId,
    [FromQuery(Name = "version")] int? Version,
    [FromQuery(Name = "status")] EnumParameter<InstanceStatus>? Status,
    [FromQuery(Name = "subStatus")] EnumParameter<InstanceSubStatus>? SubStatus,
    [FromQuery(Name = "correlationId")] string? CorrelationId,
    [FromQuery(Name = "businessKey")] string? BusinessKey,
    [FromQuery(Name = "caseId")] Guid? CaseId,
    [FromQuery(Name = "parentId")] Guid? ParentId,
    [FromQuery(Name = "repairable")] bool? Repairable,
    [FromQuery(Name = "incident")] bool? Incident);
