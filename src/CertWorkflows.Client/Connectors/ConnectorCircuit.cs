namespace CertWorkflows.Client;

/// <summary>Whether a receiver that kept failing is left alone.</summary>
public enum ConnectorCircuit
{
    /// <summary>There is none: the receiver is the server itself, or another one each time.</summary>
    None,

    /// <summary>Attempts go through.</summary>
    Closed,

    /// <summary>Nothing is sent for a while.</summary>
    Open,

    /// <summary>One attempt is under way to see whether it is well again.</summary>
    HalfOpen,
}
