using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Application.Deadlines;

/// <summary>
/// A promise to wake an instance at an instant: committed with the turn that asked for it, removed by the turn that
/// fires it or that no longer needs it. The row is the truth; the alarm clock only makes it fire on time.
/// </summary>
public sealed class Deadline
{
    /// <summary>Purpose of a row that only makes a long turn go on.</summary>
    public const string Continuation = "continuation";

    /// <summary>Purpose of a row that ends a task's delegation.</summary>
    public const string DelegationEnd = "delegation";

    /// <summary>Id of the bookmark that it resumes.</summary>
    public Guid Id { get; init; }

    public Guid InstanceId { get; init; }

    public DateTimeOffset DueAt { get; init; }

    /// <summary>What falls due, in words for people: <c>Delay</c>, <c>escalation</c>, <c>overdue</c>, …</summary>
    public required string Purpose { get; init; }

    public required string ActivityId { get; init; }

    /// <summary>A node works on it until then; afterwards another may take it.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }

    public int Attempts { get; set; }

    /// <summary>Given up after too many failed attempts; an operator decides.</summary>
    public bool Parked { get; set; }

    public string? LastError { get; set; }

    /// <summary>The row of a bookmark that waits for an instant.</summary>
    internal static Deadline Of(Guid instanceId, Bookmark wait, DateTimeOffset dueAt) => new()
    {
        Id = wait.Id,
        InstanceId = instanceId,
        DueAt = dueAt,
        Purpose = wait.Tag ?? wait.Name,
        ActivityId = wait.ActivityId,
    };
}
