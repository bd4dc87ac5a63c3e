namespace CertWorkflows.Engine.Execution;

/// <summary>Main status of an instance (S-1).</summary>
public enum WorkflowStatus
{
    /// <summary>Can still go on.</summary>
    Running,

    /// <summary>Over; only a retry of a faulted instance re-opens it.</summary>
    Finished,
}

/// <summary>Detailed status of an instance (S-1).</summary>
public enum WorkflowSubStatus
{
    /// <summary>Created, not started.</summary>
    Pending,

    /// <summary>In a turn, or with queued work left by one.</summary>
    Executing,

    /// <summary>Waiting.</summary>
    Suspended,

    /// <summary>Over, as planned.</summary>
    Finished,

    /// <summary>Over, cancelled.</summary>
    Cancelled,

    /// <summary>Over, by an incident.</summary>
    Faulted,
}

/// <summary>Status of one execution of an activity (S-3).</summary>
public enum ActivityStatus
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>Begun: runs, waits, or has children.</summary>
    Running,

    /// <summary>Over.</summary>
    Completed,

    /// <summary>Cancelled.</summary>
    Canceled,

    /// <summary>Failed.</summary>
    Faulted,
}
