using CertWorkflows.Domain;

namespace CertWorkflows.Application.Audit;

/// <summary>Who did what to which thing, when and why; written in the turn that did it and never changed.</summary>
public sealed class AuditRecord
{
    public Guid Id { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Actor { get; init; }

    /// <summary><c>certificate</c>, <c>refund</c>, <c>task</c>, <c>instance</c>, <c>user</c>, …</summary>
    public required string Subject { get; init; }

    public required string SubjectId { get; init; }

    /// <summary>The trigger or verb: <c>approve</c>, <c>claim</c>, …</summary>
    public required string Action { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public string? Reason { get; init; }

    public Guid? InstanceId { get; init; }

    /// <summary>The record of an aggregate's move.</summary>
    /// <param name="instanceId">The instance whose turn it was; null outside of one.</param>
    public static AuditRecord Of(StateChange move, Guid id, Guid? instanceId = null) => new()
    {
        Id = id,
        At = move.At,
        Actor = move.Actor,
        Subject = move.Subject,
        SubjectId = move.SubjectId,
        Action = move.Trigger,
        From = move.From,
        To = move.To,
        Reason = move.Reason,
        InstanceId = instanceId,
    };
}
