namespace CertWorkflows.Infrastructure.Connectors.Ca.Sandbox;

/// <summary>Section <c>Connectors:Ca:Sandbox</c>.</summary>
internal sealed class SandboxCaOptions
{
    public ReviewDelays ReviewDelay { get; set; } = new();

    public ReviewBusinessDays ReviewBusinessDays { get; set; } = new();

    /// <summary>The gift of DigiCert and GeoTrust (RN-7) to a renewal, in days; default 0, 0 to 31.</summary>
    public int BonusDays { get; set; }

    /// <summary>How long a revocation takes; default 10 seconds, 0 to 30 days.</summary>
    public TimeSpan RevocationDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The same for a certificate with a name that contains <c>revoke-slow</c>; default 1 day, 0 to 30 days.</summary>
    public TimeSpan SlowRevocationDelay { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long a CRL is good for; default 1 day, 1 minute to 30 days.</summary>
    public TimeSpan CrlLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Where others reach this server; certificates then say where the CRL and the issuing CA's certificate are. Default
    /// none: they do not.
    /// </summary>
    public Uri? PublicAddress { get; set; }

    public IEnumerable<string> Problems(string section)
    {
        (string Key, TimeSpan Value)[] delays =
        [
            ("ReviewDelay:Dv", ReviewDelay.Dv),
            ("ReviewDelay:Ov", ReviewDelay.Ov),
            ("ReviewDelay:Ev", ReviewDelay.Ev),
            (nameof(RevocationDelay), RevocationDelay),
            (nameof(SlowRevocationDelay), SlowRevocationDelay),
        ];
        foreach (var (key, delay) in delays.Where(delay => delay.Value < TimeSpan.Zero || delay.Value > TimeSpan.FromDays(30)))
        {
            yield return $"{section}:{key} is {delay}; allowed is 0 to 30 days.";
        }

        foreach (var (key, days) in new[] { ("Ov", ReviewBusinessDays.Ov), ("Ev", ReviewBusinessDays.Ev) })
        {
            if (days is < 0 or > 30)
            {
                yield return $"{section}:ReviewBusinessDays:{key} is {days}; allowed is 0 (ReviewDelay holds) to 30.";
            }
        }

        if (BonusDays is < 0 or > 31)
        {
            yield return $"{section}:BonusDays is {BonusDays}; allowed is 0 to 31 (RN-7).";
        }

        if (CrlLifetime < TimeSpan.FromMinutes(1) || CrlLifetime > TimeSpan.FromDays(30))
        {
            yield return $"{section}:CrlLifetime is {CrlLifetime}; allowed is 1 minute to 30 days.";
        }

        if (PublicAddress is { IsAbsoluteUri: false } or { IsAbsoluteUri: true, Scheme: not ("http" or "https") })
        {
            yield return $"{section}:PublicAddress is '{PublicAddress}'; it must be an absolute http or https address.";
        }
    }
}

/// <summary>How long the sandbox reviews an application; each 0 to 30 days.</summary>
internal sealed class ReviewDelays
{
    /// <summary>Default 10 seconds.</summary>
    public TimeSpan Dv { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Default 1 minute.</summary>
    public TimeSpan Ov { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Default 1 minute.</summary>
    public TimeSpan Ev { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>The same in business days; default 0 each: <see cref="ReviewDelays"/> hold.</summary>
internal sealed class ReviewBusinessDays
{
    public int Ov { get; set; }

    public int Ev { get; set; }
}
