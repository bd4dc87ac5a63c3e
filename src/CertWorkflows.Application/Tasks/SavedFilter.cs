namespace CertWorkflows.Application.Tasks;

/// <summary>A filter of the inbox that somebody keeps under a name.</summary>
public sealed class SavedFilter
{
    public Guid Id { get; init; }

    public required string Owner { get; init; }

    public required string Name { get; set; }

    /// <summary>The query of the inbox's address, such as <c>view=overdue&amp;group=refunds</c>.</summary>
    public required string Query { get; set; }

    /// <summary>The group that may use it too; null for the owner alone.</summary>
    public string? SharedWith { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Concurrency token.</summary>
    public long Version { get; set; }
}
