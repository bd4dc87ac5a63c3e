namespace CertWorkflows.Client;

/// <summary>A task as the inbox shows it.</summary>
public record TaskSummaryDto
{
    /// <summary>The task's id.</summary>
    public required string Id { get; init; }

    /// <summary>What is to be decided.</summary>
    public required string Title { get; init; }

    /// <summary>The kind of task, such as <c>refund-review</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public required HumanTaskState State { get; init; }

    /// <summary>The group whose members may do it.</summary>
    public required string Group { get; init; }

    /// <summary>How urgent it is.</summary>
    public required TaskPriority Priority { get; init; }

    /// <summary>Who holds it; null when nobody does.</summary>
    public PersonDto? Assignee { get; init; }

    /// <summary>Who lets the assignee do it for a time; null otherwise.</summary>
    public PersonDto? DelegatedBy { get; init; }

    /// <summary>When it goes back to <see cref="DelegatedBy"/>; null otherwise.</summary>
    public DateTimeOffset? DelegatedUntil { get; init; }

    /// <summary>When it was completed or cancelled; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What was decided; null while it is open or when it was cancelled.</summary>
    public string? Outcome { get; init; }

    /// <summary>When it should be done; null without a limit.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was escalated; null when it was not.</summary>
    public DateTimeOffset? EscalatedAt { get; init; }

    /// <summary>Whether it is open past its limit.</summary>
    public required bool Overdue { get; init; }

    /// <summary>When it was raised.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The kind of case, such as <c>refund</c>; null when the workflow has none.</summary>
    public string? CaseKind { get; init; }

    /// <summary>The case's id.</summary>
    public string? CaseId { get; init; }

    /// <summary>What can be decided; the first is the usual one.</summary>
    public required IReadOnlyList<TaskOutcomeDto> Outcomes { get; init; }
}
