using CertWorkflows.Infrastructure.Connectors.Guards;

namespace CertWorkflows.Infrastructure.Connectors.Gateways;

/// <summary>What every gateway needs that is called with signatures and calls back with some.</summary>
internal abstract class SignedGatewayOptions
{
    /// <summary>The gateway's base address; no default; needed by mode <c>http</c>.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Signs what is sent; no default; needed by <c>http</c>. See <see cref="SigningSecret.Form"/>.</summary>
    public string? Secret { get; set; }

    public HttpLimits Http { get; set; } = new();

    /// <summary>
    /// How long to wait for a callback to what was accepted before looking it up, unless the gateway says;
    /// default 1 minute, 1 second to 1 day.
    /// </summary>
    public TimeSpan LookAgainAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Secrets that callbacks may be signed with: the new and the old one while they are exchanged, at most 5.
    /// Default none: every callback is refused.
    /// </summary>
    public List<string> CallbackSecrets { get; set; } = [];

    /// <summary>How far a callback's time stamp may be from ours; default 5 minutes, 1 second to 1 hour.</summary>
    public TimeSpan CallbackTolerance { get; set; } = TimeSpan.FromMinutes(5);

    public RateOptions Rate { get; set; } = new();

    public CircuitOptions Circuit { get; set; } = new();

    /// <summary>What is wrong with them.</summary>
    /// <param name="isCalled">Whether the mode is the one that calls the gateway.</param>
    protected IEnumerable<string> GatewayProblems(string section, bool isCalled)
    {
        if (isCalled)
        {
            foreach (var problem in Http.Problems(section, Endpoint))
            {
                yield return problem;
            }

            if (!SigningSecret.TryParse(Secret, out _))
            {
                yield return $"{section}:Secret is missing or malformed; mode http needs {SigningSecret.Form}.";
            }
        }

        if (LookAgainAfter < TimeSpan.FromSeconds(1) || LookAgainAfter > TimeSpan.FromDays(1))
        {
            yield return $"{section}:LookAgainAfter is {LookAgainAfter}; allowed is 1 second to 1 day.";
        }

        if (CallbackSecrets.Count > 5)
        {
            yield return $"{section}:CallbackSecrets has {CallbackSecrets.Count} entries; allowed are 0 to 5.";
        }

        for (var index = 0; index < CallbackSecrets.Count; index++)
        {
            if (!SigningSecret.TryParse(CallbackSecrets[index], out _))
            {
                yield return $"{section}:CallbackSecrets:{index} is malformed; it must be {SigningSecret.Form}.";
            }
        }

        if (CallbackTolerance < TimeSpan.FromSeconds(1) || CallbackTolerance > TimeSpan.FromHours(1))
        {
            yield return $"{section}:CallbackTolerance is {CallbackTolerance}; allowed is 1 second to 1 hour.";
        }

        foreach (var problem in Rate.Problems(section).Concat(Circuit.Problems(section)))
        {
            yield return problem;
        }
    }
}
