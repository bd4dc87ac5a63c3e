namespace CertWorkflows.Application.Tasks;

/// <summary>How much may be put beside a task.</summary>
public sealed class TaskFileOptions
{
    public const string Section = "Attachments";

    /// <summary>The largest file, in bytes; default 10 MiB, at most 25 MiB.</summary>
    public int MaxBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>The most files of one task; default 20.</summary>
    public int MaxPerTask { get; set; } = 20;
}
