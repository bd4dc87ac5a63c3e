namespace CertWorkflows.Client;

/// <summary>The kind of product that a refund is about (RF-1).</summary>
public enum ProductKind
{
    /// <summary>A certificate with a price.</summary>
    Paid,

    /// <summary>A free DV certificate.</summary>
    FreeDv,
}
