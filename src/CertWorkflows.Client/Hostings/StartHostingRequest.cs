namespace CertWorkflows.Client;

/// <summary>Where a hosted site is.</summary>
public sealed record StartHostingRequest
{
    /// <summary>Where to look whether a new certificate is served; its first name when left out.</summary>
    public string? Host { get; init; }

    /// <summary>The port to look at; 443 when left out.</summary>
    public int? Port { get; init; }
}
