namespace CertWorkflows.Infrastructure.Connectors.Guards;

/// <summary>When a receiver that keeps failing is left alone for a while; below <c>Circuit</c> of its connector's section.</summary>
internal sealed class CircuitOptions
{
    /// <summary>Which share of the attempts must fail; default 0.5, 0.01 to 1.</summary>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>Fewer attempts within <see cref="Within"/> say nothing; default 10, 2 to 1000.</summary>
    public int MinimumCalls { get; set; } = 10;

    /// <summary>Default 1 minute, 1 second to 1 day.</summary>
    public TimeSpan Within { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the receiver is left alone before one attempt tries it; default 1 minute, 1 second to 1 day.</summary>
    public TimeSpan Break { get; set; } = TimeSpan.FromMinutes(1);

    public IEnumerable<string> Problems(string section)
    {
        if (FailureRatio is not (>= 0.01 and <= 1))
        {
            yield return $"{section}:Circuit:FailureRatio is {FailureRatio}; allowed is 0.01 to 1.";
        }

        if (MinimumCalls is < 2 or > 1000)
        {
            yield return $"{section}:Circuit:MinimumCalls is {MinimumCalls}; allowed is 2 to 1000.";
        }

        if (Within < TimeSpan.FromSeconds(1) || Within > TimeSpan.FromDays(1))
        {
            yield return $"{section}:Circuit:Within is {Within}; allowed is 1 second to 1 day.";
        }

        if (Break < TimeSpan.FromSeconds(1) || Break > TimeSpan.FromDays(1))
        {
            yield return $"{section}:Circuit:Break is {Break}; allowed is 1 second to 1 day.";
        }
    }
}
