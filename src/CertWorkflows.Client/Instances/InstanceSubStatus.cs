namespace CertWorkflows.Client;

/// <summary>How an instance runs or ended.</summary>
public enum InstanceSubStatus
{
    /// <summary>Not started yet.</summary>
    Pending,

    /// <summary>In the middle of a turn.</summary>
    Executing,

    /// <summary>Waits for a task, an event, a deadline or an effect.</summary>
    Suspended,

    /// <summary>Reached its end.</summary>
    Finished,

    /// <summary>Was cancelled.</summary>
    Cancelled,

    /// <summary>Stopped at an error.</summary>
    Faulted,
}
