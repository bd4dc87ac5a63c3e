namespace CertWorkflows.Domain.Catalogue;

/// <summary>How much the CA checks before it signs.</summary>
public enum ValidationLevel
{
    /// <summary>Control of the domain.</summary>
    DV,

    /// <summary>The domain and the organisation.</summary>
    OV,

    /// <summary>The domain and the organisation, at length.</summary>
    EV,
}
