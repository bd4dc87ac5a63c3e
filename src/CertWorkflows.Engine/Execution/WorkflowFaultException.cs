namespace CertWorkflows.Engine.Execution;

/// <summary>A fault that an activity raises on purpose, with a code (S-11).</summary>
public sealed class WorkflowFaultException : Exception
{
    /// <summary>Creates the fault.</summary>
    /// <param name="message">What went wrong; <see langword="null"/> gives a general text.</param>
    /// <param name="code">Default <c>0</c>.</param>
    /// <param name="category">Default <c>General</c>.</param>
    /// <param name="type">Default <c>System</c>.</param>
    /// <param name="inner">The cause.</param>
    public WorkflowFaultException(
        string? message, string? code = null, string? category = null, string? type = null, Exception? inner = null)
        : base(message ?? "The workflow raised a fault.", inner)
        => Metadata = new Dictionary<string, string>
        {
            ["Code"] = code ?? "0",
            ["Category"] = category ?? "General",
            ["Type"] = type ?? "System",
        };

    /// <summary>Members <c>Code</c>, <c>Category</c> and <c>Type</c>; stored with the incident.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }
}
