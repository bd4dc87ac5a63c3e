namespace CertWorkflows.Client;

/// <summary>The state of a hosting.</summary>
public enum HostingState
{
    /// <summary>Bought and unused.</summary>
    Bought,

    /// <summary>A certificate is replaced before it expires.</summary>
    Active,

    /// <summary>Used up.</summary>
    Ended,
}
