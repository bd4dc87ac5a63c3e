namespace CertWorkflows.Reviewer;

/// <summary>Settings of the reviewer pages.</summary>
public sealed class ReviewerOptions
{
    /// <summary>The IANA name of the business time zone (T-1), in which pages show dates. Default <c>Asia/Shanghai</c>.</summary>
    public string TimeZone { get; set; } = "Asia/Shanghai";
}
