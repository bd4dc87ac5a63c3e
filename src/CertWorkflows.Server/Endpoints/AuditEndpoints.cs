using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Endpoints;

internal static class AuditEndpoints
{
    private const string List = "audit";

    public static void MapAudit(this IEndpointRouteBuilder api) =>
        api.MapGet("/audit", ListAsync).WithTags("Operations").ForAuditors().WithSummary("Who did what to which thing, newest first.");

    private static async Task<Ok<Page<AuditRecordDto>>> ListAsync(
        [AsParameters] PageQuery page, [AsParameters] AuditFilter filter, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var found = Filter(db.Audit.AsNoTracking(), filter);
        if (page.Cursor is not null)
        {
            var (_, after) = Cursor.Read<int>(List, page.Cursor);
            found = found.Where(record => record.Id.CompareTo(after) < 0);
        }

        // By id, which holds the time: the one order that needs no index of its own.
        var records = await found.OrderByDescending(record => record.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        var more = records.Count > page.Size;
        var shown = more ? records.GetRange(0, page.Size) : records;
        return TypedResults.Ok(new Page<AuditRecordDto>
        {
            Items = [.. shown.Select(ToDto)],
            NextCursor = more ? Cursor.Write(List, 0, shown[^1].Id) : null,
        });
    }

    private static IQueryable<AuditRecord> Filter(IQueryable<AuditRecord> found, AuditFilter filter)
    {
        if (filter.From is { } from && filter.Until is { } until && from.Value >= until.Value)
        {
            throw new InvalidInputException("until", "It must be after 'from'.");
        }

        found = filter.Actor is { } actor ? found.Where(record => record.Actor == actor) : found;
        found = filter.Subject is { } subject ? found.Where(record => record.Subject == subject) : found;
        found = filter.SubjectId is { } subjectId ? found.Where(record => record.SubjectId == subjectId) : found;
        found = filter.Action is { } action ? found.Where(record => record.Action == action) : found;
        found = filter.Instance is { } instance ? found.Where(record => record.InstanceId == instance) : found;
        if (filter.From is { } first)
        {
            var bound = Ids.Before(first.Value); // an id holds its time: the primary key finds where to begin
            found = found.Where(record => record.Id.CompareTo(bound) > 0 && record.At >= first.Value);
        }

        if (filter.Until is { } end)
        {
            var bound = Ids.Before(end.Value.AddMilliseconds(1));
            found = found.Where(record => record.Id.CompareTo(bound) < 0 && record.At < end.Value);
        }

        return found;
    }

    private static AuditRecordDto ToDto(AuditRecord record) => new()
    {
        Id = record.Id.ToString(),
        At = record.At,
        Actor = record.Actor,
        OnBehalfOf = record.OnBehalfOf,
        Subject = record.Subject,
        SubjectId = record.SubjectId,
        Action = record.Action,
        From = record.From,
        To = record.To,
        Reason = record.Reason,
        InstanceId = record.InstanceId?.ToString(),
    };
}

/// <summary>Which records are wanted; what is left out does not filter.</summary>
internal readonly record struct AuditFilter(
    [FromQuery(Name = "actor")] string? Actor,
    [FromQuery(Name = "subject")] string? Subject,
    [FromQuery(Name = "subjectId")] string? SubjectId,
    [FromQuery(Name = "action")] string? Action,
    [FromQuery(Name = "from")] InstantParameter? From,
    [FromQuery(Name = "until")] InstantParameter? Until,
    [FromQuery(Name = "instance")] Guid? Instance);
