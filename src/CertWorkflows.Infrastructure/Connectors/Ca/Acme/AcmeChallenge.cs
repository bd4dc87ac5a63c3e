namespace CertWorkflows.Infrastructure.Connectors.Ca.Acme;

/// <summary>A proof that is shown while the CA looks: that we rule over a name.</summary>
internal sealed class AcmeChallenge
{
    /// <summary>Primary key; the CA made it.</summary>
    public required string Token { get; init; }

    /// <summary>Of the effect whose order it belongs to.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>The name or address to be proven.</summary>
    public required string Identifier { get; init; }

    /// <summary><c>http-01</c> or <c>dns-01</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The token and our account key's thumbprint.</summary>
    public required string KeyAuthorization { get; init; }
}
