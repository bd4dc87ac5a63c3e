namespace CertWorkflows.Application.Workflows;

/// <summary>
/// A running or finished workflow: the row that a turn loads and commits. The engine's whole state is in
/// <see cref="State"/>; the other columns repeat what lists and look-ups need.
/// </summary>
public sealed class WorkflowInstance
{
    public Guid Id { get; init; }

    public required string DefinitionId { get; init; }

    /// <summary>The version that the instance was started with and stays on (D-34).</summary>
    public required string DefinitionVersionId { get; set; }

    public int DefinitionVersion { get; set; }

    public string? Name { get; set; }

    public string? CorrelationId { get; set; }

    public string? BusinessKey { get; set; }

    /// <summary>The kind of case it runs (<c>refund</c>, <c>certificate-application</c>), null for a bare workflow.</summary>
    public string? CaseKind { get; set; }

    public Guid? CaseId { get; set; }

    /// <summary>The instance that started it, null for none.</summary>
    public Guid? ParentInstanceId { get; init; }

    /// <summary>The parent's bookmark that learns of its end; null where nobody waits.</summary>
    public Guid? ParentBookmarkId { get; init; }

    /// <summary><c>Running</c> or <c>Finished</c> (S-1).</summary>
    public required string Status { get; set; }

    /// <summary><c>Pending</c>, <c>Executing</c>, <c>Suspended</c>, <c>Finished</c>, <c>Cancelled</c>, <c>Faulted</c> (S-1).</summary>
    public required string SubStatus { get; set; }

    public int IncidentCount { get; set; }

    /// <summary>The engine's state as versioned JSON.</summary>
    public required string State { get; set; }

    public required string StartedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Concurrency token; every turn adds one.</summary>
    public long Version { get; set; }
}
