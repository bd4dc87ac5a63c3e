namespace CertWorkflows.Client;

/// <summary>The state of a human task.</summary>
public enum HumanTaskState
{
    /// <summary>Waits for somebody.</summary>
    Open,

    /// <summary>Somebody decided.</summary>
    Completed,

    /// <summary>The workflow went on without it.</summary>
    Cancelled,
}
