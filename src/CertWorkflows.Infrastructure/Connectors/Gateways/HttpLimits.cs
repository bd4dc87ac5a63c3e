namespace CertWorkflows.Infrastructure.Connectors.Gateways;

/// <summary>Bounds of the HTTP calls within one attempt at an effect.</summary>
internal sealed class HttpLimits
{
    /// <summary>For the answer to one call; default 10 seconds, 100 ms to 2 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Calls after the first within one attempt; default 2, 0 to 5.</summary>
    public int MaxRetries { get; set; } = 2;

    /// <summary>Before the first retry, doubled for each one after it; default 500 ms, 1 ms to 10 seconds.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The largest answer that is read; default 64 KiB, 1 KiB to 10 MiB.</summary>
    public int MaxResponseBytes { get; set; } = 64 * 1024;

    /// <summary>Allows <c>http://</c> to another machine; default false.</summary>
    public bool AllowPlainText { get; set; }

    /// <summary>No attempt lasts longer, whatever the gateway does; jitter can double a delay.</summary>
    public TimeSpan Total => (Timeout * (MaxRetries + 1)) + (RetryDelay * 2 * Math.Pow(2, MaxRetries));

    /// <summary>What is wrong with the limits, and with the endpoint called within them.</summary>
    public IEnumerable<string> Problems(string section, Uri? endpoint)
    {
        if (endpoint is null)
        {
            yield return $"{section}:Endpoint is missing; mode http needs the gateway's absolute address.";
        }
        else if (!endpoint.IsAbsoluteUri || endpoint.Scheme is not ("http" or "https"))
        {
            yield return $"{section}:Endpoint is '{endpoint}'; it must be an absolute http or https address.";
        }
        else if (endpoint is { Scheme: "http", IsLoopback: false } && !AllowPlainText)
        {
            yield return $"{section}:Endpoint is '{endpoint}'; outside this machine it must be https, "
                + $"or {section}:Http:AllowPlainText true.";
        }

        foreach (var problem in Problems(section))
        {
            yield return problem;
        }
    }

    /// <summary>What is wrong with the limits.</summary>
    public IEnumerable<string> Problems(string section)
    {
        if (Timeout < TimeSpan.FromMilliseconds(100) || Timeout > TimeSpan.FromMinutes(2))
        {
            yield return $"{section}:Http:Timeout is {Timeout}; allowed is 100 ms to 2 minutes.";
        }

        if (MaxRetries is < 0 or > 5)
        {
            yield return $"{section}:Http:MaxRetries is {MaxRetries}; allowed is 0 to 5.";
        }

        if (RetryDelay < TimeSpan.FromMilliseconds(1) || RetryDelay > TimeSpan.FromSeconds(10))
        {
            yield return $"{section}:Http:RetryDelay is {RetryDelay}; allowed is 1 ms to 10 seconds.";
        }

        if (MaxResponseBytes is < 1024 or > 10 * 1024 * 1024)
        {
            yield return $"{section}:Http:MaxResponseBytes is {MaxResponseBytes}; allowed is 1024 to 10485760.";
        }
    }
}
