namespace CertWorkflows.Client;

/// <summary>The state of an outside effect.</summary>
public enum EffectState
{
    /// <summary>Waits for its next attempt.</summary>
    Pending,

    /// <summary>The receiver took it and works on it; the result comes later.</summary>
    AwaitingResult,

    /// <summary>Done.</summary>
    Done,

    /// <summary>Refused for good, or tried too often; the workflow was told.</summary>
    Failed,

    /// <summary>Tried too often, and no workflow waits for it: an operator decides.</summary>
    Parked,

    /// <summary>Its workflow no longer wanted it before it was sent, or an operator gave it up.</summary>
    Cancelled,
}
