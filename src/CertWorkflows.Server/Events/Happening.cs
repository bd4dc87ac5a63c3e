using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Client;

namespace CertWorkflows.Server.Events;

/// <summary>Something that was committed, and who may hear of it.</summary>
/// <param name="Record">What happened.</param>
/// <param name="Task">The task that it happened to; null for other things, and once the task is deleted.</param>
internal sealed record Happening(AuditRecord Record, HumanTask? Task)
{
    private static readonly string[] Readers = [Roles.Caller, Roles.Reviewer, Roles.Analyst, Roles.Publisher, Roles.Operator];

    /// <summary>The same people who may read the thing.</summary>
    public bool IsFor(Caller caller) => Record.Subject switch
    {
        "task" => (caller.Has(Roles.Reviewer) || caller.Has(Roles.Operator)) && Task is not null
            && TaskRules.IsSeenBy(Task, caller),
        "user" or "api-key" => caller.Has(Roles.Admin),
        "instance" or "effect" or "workflow" => caller.Has(Roles.Operator) || caller.Has(Roles.Analyst) || caller.Has(Roles.Publisher),
        "run-task" => caller.Has(Roles.Caller) || caller.Has(Roles.Operator),
        _ => Readers.Any(caller.Has),
    };

    public ChangeEventDto ToDto() => new()
    {
        Id = Record.Id.ToString(),
        At = Record.At,
        Subject = Record.Subject,
        SubjectId = Record.SubjectId,
        Action = Record.Action,
        From = Record.From,
        To = Record.To,
        By = Record.Actor,
        InstanceId = Record.InstanceId?.ToString(),
    };
}
