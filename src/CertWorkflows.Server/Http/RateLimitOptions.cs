using System.ComponentModel.DataAnnotations;

namespace CertWorkflows.Server.Http;

/// <summary>How often one caller may ask. Section <c>RateLimit</c>.</summary>
internal sealed class RateLimitOptions
{
    public const string Section = "RateLimit";

    /// <summary>Requests a second that one caller may make in the long run; 1 to 1,000,000, default 2,000.</summary>
    [Range(1, 1_000_000)]
    public int PerSecond { get; set; } = 2_000;

    /// <summary>Requests that one caller may make at once after a pause; 1 to 1,000,000, default 4,000.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 4_000;

    /// <summary>Log-ins and refreshes a minute from one address; 1 to 1,000,000, default 300.</summary>
    [Range(1, 1_000_000)]
    public int LogInsPerMinute { get; set; } = 300;

    /// <summary>Looks at confirmation links and customers' links a minute from one address; 1 to 1,000,000, default 60.</summary>
    [Range(1, 1_000_000)]
    public int ConfirmationsPerMinute { get; set; } = 60;
}
