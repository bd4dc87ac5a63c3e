namespace CertWorkflows.Domain.Catalogue;

/// <summary>Editions of the one-click HTTPS package (BL-2).</summary>
public enum PackageEdition
{
    /// <summary>Basic 基础版.</summary>
    Basic,

    /// <summary>Professional 专业版.</summary>
    Professional,

    /// <summary>Enterprise 企业版.</summary>
    Enterprise,
}
