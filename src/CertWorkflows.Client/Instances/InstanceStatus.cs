namespace CertWorkflows.Client;

/// <summary>Whether an instance still has something to do.</summary>
public enum InstanceStatus
{
    /// <summary>It runs or waits.</summary>
    Running,

    /// <summary>It is over, whichever way.</summary>
    Finished,
}
