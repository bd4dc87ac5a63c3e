using System.Security.Claims;
using System.Text.Json;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Server.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using EffectState = CertWorkflows.Application.Effects.EffectState;

namespace CertWorkflows.Server.Endpoints;

/// <summary>
/// All that happened in the task's workflow, in one list: moves of the case and its things, what people did with its tasks and said, and
/// what was sent out.
/// </summary>
internal static class TaskTimeline
{
    private const int Most = 1_000;

    public static async Task<Ok<TaskTimelineDto>> GetAsync(
        Guid id, TaskReader reader, IWorkflowStore store, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var task = await reader.FindAsync(id, user.ToCaller(), cancellationToken);
        await using var db = store.Open();
        var records = await db.Audit.AsNoTracking().Where(r => r.InstanceId == task.InstanceId && r.Action != "comment")
            .OrderByDescending(r => r.Id).Take(Most).ToListAsync(cancellationToken);
        if (task is { CaseKind: { } kind, CaseId: { } caseId })
        {
            // What a caller did to the case from outside, before or beside the workflow.
            records.AddRange(await db.Audit.AsNoTracking()
                .Where(r => r.Subject == kind && r.SubjectId == caseId.ToString() && r.InstanceId != task.InstanceId)
                .OrderByDescending(r => r.Id).Take(Most).ToListAsync(cancellationToken));
        }

        var effects = await db.Effects.AsNoTracking().Where(e => e.InstanceId == task.InstanceId).OrderByDescending(e => e.CreatedAt).Take(Most)
            .ToListAsync(cancellationToken);
        var siblings = db.Tasks.Where(t => t.InstanceId == task.InstanceId).Select(t => t.Id);
        var comments = await db.TaskComments.AsNoTracking().Where(c => siblings.Contains(c.TaskId)).ToListAsync(cancellationToken);
        return TypedResults.Ok(new TaskTimelineDto
        {
            Entries =
            [
                .. records.OrderBy(record => record.Id).Select(Of).Concat(effects.SelectMany(Of)).Concat(comments.Select(Of))
                    .OrderBy(entry => entry.At).ThenBy(RankOf),
            ],
        });
    }

    // Of what one step did at the same instant: first what somebody did, then how cases moved by it, then what came of that.
    private static int RankOf(TimelineEntryDto entry) => entry switch
    {
        { Subject: "task" or "run-task", Action: "create" } => 2,
        { Subject: "task" or "run-task" } => 0,
        _ when Told.Contains(entry.Subject) => 3,
        _ => 1,
    };

    private static TimelineEntryDto Of(AuditRecord record) => new()
    {
        At = record.At,
        Subject = record.Subject,
        Action = record.Action,
        By = record.Actor,
        OnBehalfOf = record.OnBehalfOf,
        From = record.From,
        To = record.To,
        Detail = record.Reason,
    };

    private static TimelineEntryDto Of(TaskComment comment) => new()
    {
        At = comment.At,
        Subject = "task",
        Action = "comment",
        By = comment.Author,
        Detail = comment.Text,
    };

    private static IEnumerable<TimelineEntryDto> Of(Effect effect)
    {
        // What the engine says to itself is no news to people.
        if (!Told.Contains(effect.Kind))
        {
            yield break;
        }

        yield return new() { At = effect.CreatedAt, Subject = effect.Kind, Action = "requested", By = "system", Detail = DetailOf(effect) };
        if (effect.State is EffectState.Parked)
        {
            yield return new() { At = effect.CompletedAt ?? effect.CreatedAt, Subject = effect.Kind, Action = "parked", By = "system", Detail = effect.LastError };
        }
        else if (effect.CompletedAt is { } at)
        {
            var failed = effect.State == EffectState.Failed;
            yield return new() { At = at, Subject = effect.Kind, Action = failed ? "failed" : "done", By = "system", Detail = failed ? effect.LastError : null };
        }
    }

    private static readonly string[] Told = ["mail", "sms", "payment", "ca-issue", "ca-revoke", "tls-probe"];

    /// <summary>To whom and about what; not the text, and nothing of it that is sealed.</summary>
    private static string? DetailOf(Effect effect)
    {
        using var payload = JsonDocument.Parse(effect.Payload);
        string?[] parts = [.. Details.Select(name => payload.RootElement.TryGetProperty(name, out var value) ? Text(value) : null)];
        return string.Join(" · ", parts.Where(part => part is not null)) is { Length: > 0 } text ? text : null;
    }

    private static readonly string[] Details = ["to", "subject", "amount", "account", "host"];

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Object when value.TryGetProperty("amount", out var amount) => amount.ToString(),
        _ => null,
    };
}
