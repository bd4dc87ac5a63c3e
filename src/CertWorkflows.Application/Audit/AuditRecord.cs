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

    /// <summary>Whose work it was, where the actor did it for somebody else; null otherwise.</summary>
    public string? OnBehalfOf { get; init; }
}
