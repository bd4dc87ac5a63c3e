namespace CertWorkflows.Application.Tasks;

/// <summary>A remark on a task.</summary>
public sealed class TaskComment
{
    public Guid Id { get; init; }

    public Guid TaskId { get; init; }

    public required string Author { get; init; }

    public required string Text { get; init; }

    public DateTimeOffset At { get; init; }
}
