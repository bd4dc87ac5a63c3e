namespace CertWorkflows.Client;

/// <summary>How urgent a task is; later is more urgent.</summary>
public enum TaskPriority
{
    /// <summary>Can wait.</summary>
    Low,

    /// <summary>As usual.</summary>
    Normal,

    /// <summary>Before the usual ones; what an escalation raises to.</summary>
    High,

    /// <summary>Now.</summary>
    Urgent,
}
