namespace CertWorkflows.Infrastructure.Connectors.Gateways;

/// <summary>What a callback's headers say of it.</summary>
public enum CallbackCheck
{
    /// <summary>Signed with one of our secrets, just now.</summary>
    Genuine,

    /// <summary>No secret is configured, so no callback is believed.</summary>
    NotConfigured,

    /// <summary>One of the three headers is missing or malformed.</summary>
    Malformed,

    /// <summary>The time stamp is further from our clock than the tolerance: late, early or replayed.</summary>
    OutsideTolerance,

    /// <summary>No signature fits any secret.</summary>
    WrongSignature,
}
