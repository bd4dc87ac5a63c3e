using System.Text.Json;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Calendar;
using Microsoft.EntityFrameworkCore;
using ClientState = CertWorkflows.Client.HumanTaskState;

namespace CertWorkflows.Server.Endpoints;

/// <summary>A human task in the API's words.</summary>
internal static class TaskAnswers
{
    public static TaskSummaryDto Summary(HumanTask task, DateTimeOffset now, IReadOnlyDictionary<string, string> names) => new()
    {
        Id = task.Id.ToString(),
        Title = task.Title,
        Kind = task.Kind,
        State = task.State.As<ClientState>(),
        Group = task.Group,
        Priority = PriorityOf(task.Priority),
        Assignee = task.Assignee is null ? null : Words.Person(task.Assignee, names),
        DelegatedBy = task.DelegatedBy is null ? null : Words.Person(task.DelegatedBy, names),
        DelegatedUntil = task.DelegatedUntil,
        ClosedAt = task.ClosedAt,
        Outcome = task.Outcome,
        DueAt = task.DueAt,
        EscalatedAt = task.EscalatedAt,
        Overdue = IsOverdue(task, now),
        CreatedAt = task.CreatedAt,
        CaseKind = task.CaseKind,
        CaseId = task.CaseId?.ToString(),
        Outcomes = OutcomesOf(task),
    };

    public static async Task<TaskDto> FullAsync(WorkflowDb db, HumanTask task, DateTimeOffset now, BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        // Few people log in, and groups are stored as a list: read them all, then look.
        var users = await db.Users.AsNoTracking().ToListAsync(cancellationToken);
        var names = users.ToDictionary(user => user.Username, user => user.DisplayName, StringComparer.Ordinal);
        var comments = await db.TaskComments.AsNoTracking().Where(c => c.TaskId == task.Id)
            .OrderBy(c => c.At).ThenBy(c => c.Id).ToListAsync(cancellationToken);
        var mentions = (await db.TaskMentions.AsNoTracking().Where(m => m.TaskId == task.Id).ToListAsync(cancellationToken)).ToLookup(m => m.CommentId, m => m.Username);
        var files = await db.TaskAttachments.AsNoTracking().Where(a => a.TaskId == task.Id).OrderBy(a => a.Id)
            .Select(a => new { a.Id, a.Name, a.ContentType, a.Size, a.Sha256, a.Author, a.At }).ToListAsync(cancellationToken);
        var audit = await History.ReadAsync(db, "task", task.Id.ToString(), cancellationToken);
        var refund = task.CaseKind == CaseKinds.Refund && task.CaseId is { } caseId
            ? await RefundAnswers.FindAsync(db, new RefundId(caseId), cancellationToken)
            : null;
        var packageRefund = task is { CaseKind: CaseKinds.PackageRefund, CaseId: { } packageRefundId }
            ? await PackageRefundAnswers.FindAsync(db, new PackageRefundId(packageRefundId), cancellationToken)
            : null;
        var rule = refund?.Rule ?? packageRefund?.Rule;
        return new TaskDto
        {
            Id = task.Id.ToString(),
            Title = task.Title,
            Kind = task.Kind,
            State = task.State.As<ClientState>(),
            Group = task.Group,
            Priority = PriorityOf(task.Priority),
            Assignee = task.Assignee is null ? null : Words.Person(task.Assignee, names),
            DelegatedBy = task.DelegatedBy is null ? null : Words.Person(task.DelegatedBy, names),
            DelegatedUntil = task.DelegatedUntil,
            ClosedAt = task.ClosedAt,
            Outcome = task.Outcome,
            DueAt = task.DueAt,
            EscalatedAt = task.EscalatedAt,
            Overdue = IsOverdue(task, now),
            CreatedAt = task.CreatedAt,
            CaseKind = task.CaseKind,
            CaseId = task.CaseId?.ToString(),
            InstanceId = task.InstanceId.ToString(),
            DefinitionId = task.DefinitionId,
            Candidates = Candidates(task, users),
            Facts = await TaskFacts.OfAsync(db, task, refund, packageRefund, cancellationToken),
            Rule = rule is null ? null : new TaskRuleDto { Id = rule, Text = RuleTexts.Of(rule) },
            Form = Words.ToElement(task.Form),
            Outcomes = OutcomesOf(task),
            Comments = [.. comments.Select(comment => ToDto(comment, mentions[comment.Id], names))],
            Attachments =
            [
                .. files.Select(a => new TaskAttachmentDto
                {
                    Id = a.Id.ToString(), Name = a.Name, ContentType = a.ContentType, Size = a.Size, Sha256 = a.Sha256, By = Words.Person(a.Author, names), At = a.At,
                }),
            ],
            BusinessDaysLeft = BusinessDaysLeft(task, now, calendar),
            History = [.. HistoryOf(audit, comments).OrderBy(entry => entry.At)],
            Links = LinksOf(task),
            Result = ResultOf(task, names),
            Version = task.Version,
        };
    }

    public static TaskCommentDto ToDto(TaskComment comment, IEnumerable<string> mentions, IReadOnlyDictionary<string, string> names) => new()
    {
        Id = comment.Id.ToString(),
        At = comment.At,
        By = Words.Person(comment.Author, names),
        Text = comment.Text,
        Mentions = [.. mentions.Select(name => Words.Person(name, names))],
    };

    /// <summary>Before its limit: how many business days are still to come, today's apart. After it: how many have gone by.</summary>
    private static int? BusinessDaysLeft(HumanTask task, DateTimeOffset now, BusinessCalendar calendar) =>
        task is not { State: Application.Tasks.HumanTaskState.Open, DueAt: { } due } ? null
        : due >= now ? calendar.BusinessDaysBetween(now, due)
        : -calendar.BusinessDaysBetween(due, now);

    private static TaskOutcomeDto[] OutcomesOf(HumanTask task) =>
        [.. JsonSerializer.Deserialize<string[]>(task.Outcomes)!.Select(name => new TaskOutcomeDto { Name = name })];

    private static TaskLinksDto LinksOf(HumanTask task) => new()
    {
        Diagram = $"{Api.BasePath}/workflows/{Uri.EscapeDataString(task.DefinitionId)}/diagram.svg?instance={task.InstanceId}",
        Case = task.CaseId is null ? null : task.CaseKind switch
        {
            CaseKinds.Refund => $"{Api.BasePath}/refunds/{task.CaseId}",
            CaseKinds.PackageRefund => $"{Api.BasePath}/package-refunds/{task.CaseId}",
            CaseKinds.Renewal => $"{Api.BasePath}/renewals/{task.CaseId}",
            CaseKinds.Hosting => $"{Api.BasePath}/hostings/{task.CaseId}",
            CaseKinds.Revocation => $"{Api.BasePath}/revocations/{task.CaseId}",
            CaseKinds.CertificateApplication => $"{Api.BasePath}/certificates/{task.CaseId}",
            _ => null,
        },
        Instance = $"{Api.BasePath}/instances/{task.InstanceId}",
    };

    private static TaskResultDto? ResultOf(HumanTask task, IReadOnlyDictionary<string, string> names) =>
        task is { Outcome: { } outcome, CompletedBy: { } completedBy, ClosedAt: { } completedAt }
            ? new TaskResultDto
            {
                Outcome = outcome,
                Data = Words.ToElement(task.Data),
                CompletedBy = Words.Person(completedBy, names),
                CompletedAt = completedAt,
            }
            : null;

    private static bool IsOverdue(HumanTask task, DateTimeOffset now) =>
        task.State == Application.Tasks.HumanTaskState.Open && task.DueAt < now;

    /// <summary>The stored scale is 0 to 100 with 50 as usual; the API names four steps of it.</summary>
    private static TaskPriority PriorityOf(int priority) => priority switch
    {
        < 40 => TaskPriority.Low,
        < 70 => TaskPriority.Normal,
        < 90 => TaskPriority.High,
        _ => TaskPriority.Urgent,
    };

    private static IReadOnlyList<PersonDto> Candidates(HumanTask task, IEnumerable<User> users)
    {
        var excluded = JsonSerializer.Deserialize<string[]>(task.Excluded)!;
        return
        [
            .. users
                .Where(user => !user.Disabled && !excluded.Contains(user.Username, StringComparer.OrdinalIgnoreCase))
                .Where(user => TaskRules.IsCandidate(task, new Caller(user.Username, user.Roles.ToHashSet(), user.Groups.ToHashSet())))
                .OrderBy(user => user.Username, StringComparer.Ordinal)
                .Select(user => new PersonDto { Username = user.Username, DisplayName = user.DisplayName }),
        ];
    }

    private static IEnumerable<TaskHistoryDto> HistoryOf(IEnumerable<AuditRecord> audit, IEnumerable<TaskComment> comments)
    {
        foreach (var record in audit.Where(record => record.Action != "comment")) // the remarks themselves say more
        {
            yield return new TaskHistoryDto
            {
                At = record.At,
                By = record.Actor,
                OnBehalfOf = record.OnBehalfOf,
                Event = EventOf(record.Action),
                Detail = record.Action == "create" ? null : record.Reason,
            };
        }

        foreach (var comment in comments)
        {
            yield return new TaskHistoryDto { At = comment.At, By = comment.Author, Event = "commented", Detail = comment.Text };
        }
    }

    private static string EventOf(string action) => action switch
    {
        "create" => "created",
        "claim" => "claimed",
        "release" => "released",
        "delegate" => "delegated",
        "end-delegation" => "delegation-ended",
        "attach" => "attached",
        "detach" => "detached",
        "escalate" => "escalated",
        "complete" => "completed",
        "withdraw" => "cancelled",
        _ => action,
    };
}
