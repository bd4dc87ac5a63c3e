namespace CertWorkflows.Application.Tasks;

/// <summary>A person who was named in a remark about a task, <c>@name</c>.</summary>
public sealed class TaskMention
{
    public Guid TaskId { get; init; }

    public Guid CommentId { get; init; }

    public required string Username { get; init; }

    public DateTimeOffset At { get; init; }
}
