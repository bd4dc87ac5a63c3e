namespace CertWorkflows.Application.Tasks;

/// <summary>A piece of work for a person, raised by a <c>CertWorkflows.HumanTask</c> activity that waits for it.</summary>
public sealed class HumanTask
{
    public Guid Id { get; init; }

    public Guid InstanceId { get; init; }

    /// <summary>The bookmark that its completion resumes.</summary>
    public Guid BookmarkId { get; init; }

    /// <summary>The activity's id in the definition.</summary>
    public required string ActivityId { get; init; }

    public required string DefinitionId { get; init; }

    public required string Title { get; set; }

    /// <summary>What sort of work it is: <c>refund-review</c>, <c>customer-care</c>, <c>payment-failed</c>, …</summary>
    public required string Kind { get; init; }

    /// <summary>The group whose members may do it.</summary>
    public required string Group { get; set; }

    /// <summary>A group that sees and may do it as well since it was escalated; null before.</summary>
    public string? EscalatedTo { get; set; }

    /// <summary>JSON Schema of the data to enter.</summary>
    public required string Form { get; init; }

    /// <summary>JSON array of outcome names.</summary>
    public required string Outcomes { get; init; }

    /// <summary>JSON array of persons (user names, API key names, customer ids) who may not do it.</summary>
    public required string Excluded { get; init; }

    /// <summary>0 to 100, higher is more urgent; 50 is normal.</summary>
    public int Priority { get; set; }

    public HumanTaskState State { get; set; }

    /// <summary>User name of the person who claimed it.</summary>
    public string? Assignee { get; set; }

    /// <summary>Who let the assignee do it for a time, and gets it back; null otherwise.</summary>
    public string? DelegatedBy { get; set; }

    /// <summary>When the task goes back to <see cref="DelegatedBy"/>; null without a delegation.</summary>
    public DateTimeOffset? DelegatedUntil { get; set; }

    public string? CaseKind { get; init; }

    public Guid? CaseId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public DateTimeOffset? EscalatedAt { get; set; }

    public DateTimeOffset? OverdueAt { get; set; }

    public string? Outcome { get; set; }

    /// <summary>JSON object entered by the person.</summary>
    public string? Data { get; set; }

    public string? CompletedBy { get; set; }

    /// <summary>When it was completed or cancelled.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Concurrency token.</summary>
    public long Version { get; set; }
}

/// <summary>Where a task stands.</summary>
public enum HumanTaskState
{
    /// <summary>To be done.</summary>
    Open,

    /// <summary>Done by a person.</summary>
    Completed,

    /// <summary>Withdrawn by the workflow, for instance because the customer cancelled.</summary>
    Cancelled,
}
