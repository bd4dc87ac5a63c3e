namespace CertWorkflows.Application.Tasks;

/// <summary>A file that somebody put beside a task.</summary>
public sealed class TaskAttachment
{
    public Guid Id { get; init; }

    public Guid TaskId { get; init; }

    /// <summary>The file's name, without a folder.</summary>
    public required string Name { get; init; }

    public required string ContentType { get; init; }

    /// <summary>Bytes.</summary>
    public long Size { get; init; }

    /// <summary>SHA-256 of the content, hexadecimal.</summary>
    public required string Sha256 { get; init; }

    public required string Author { get; init; }

    public DateTimeOffset At { get; init; }

    public required byte[] Content { get; init; }
}
