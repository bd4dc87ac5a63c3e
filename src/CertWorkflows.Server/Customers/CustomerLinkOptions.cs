using System.ComponentModel.DataAnnotations;

namespace CertWorkflows.Server.Customers;

/// <summary>The links with which customers see where their requests are. Section <c>CustomerLinks</c>.</summary>
internal sealed class CustomerLinkOptions
{
    public const string Section = "CustomerLinks";

    /// <summary>How many days a link is good; 1 to 365, default 30.</summary>
    [Range(1, 365)]
    public int ValidDays { get; set; } = 30;
}
