namespace CertWorkflows.Client;

/// <summary>Editions of the one-click HTTPS package (BL-2).</summary>
public enum PackageEdition
{
    /// <summary>10 queries a second and day.</summary>
    Basic,

    /// <summary>30 queries a second and day.</summary>
    Professional,

    /// <summary>100 queries a second and day.</summary>
    Enterprise,
}
