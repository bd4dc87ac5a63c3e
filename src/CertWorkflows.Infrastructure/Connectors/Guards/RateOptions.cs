namespace CertWorkflows.Infrastructure.Connectors.Guards;

/// <summary>How often a connector may ask with its account; below <c>Rate</c> of its section.</summary>
internal sealed class RateOptions
{
    /// <summary>Attempts in each <see cref="Per"/>, also at once after a pause; default 0: no limit. At most 1,000,000.</summary>
    public int Calls { get; set; }

    /// <summary>Default 1 minute, 1 second to 1 day. Counted in real time, on each node for itself.</summary>
    public TimeSpan Per { get; set; } = TimeSpan.FromMinutes(1);

    public IEnumerable<string> Problems(string section)
    {
        if (Calls is < 0 or > 1_000_000)
        {
            yield return $"{section}:Rate:Calls is {Calls}; allowed is 0 (no limit) to 1000000.";
        }

        if (Per < TimeSpan.FromSeconds(1) || Per > TimeSpan.FromDays(1))
        {
            yield return $"{section}:Rate:Per is {Per}; allowed is 1 second to 1 day.";
        }
    }
}
