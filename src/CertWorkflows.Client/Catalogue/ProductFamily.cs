namespace CertWorkflows.Client;

/// <summary>The family a product belongs to.</summary>
public enum ProductFamily
{
    /// <summary>A certificate (BL-1).</summary>
    Certificate,

    /// <summary>A one-click HTTPS package (BL-2).</summary>
    Package,

    /// <summary>Credits of the extension service (BL-3).</summary>
    Extension,

    /// <summary>The hosting service (BL-4).</summary>
    Hosting,
}
