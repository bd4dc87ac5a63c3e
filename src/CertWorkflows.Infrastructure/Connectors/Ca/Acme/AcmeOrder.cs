namespace CertWorkflows.Infrastructure.Connectors.Ca.Acme;

/// <summary>Which order at the CA an effect has become, so that a repeat goes on with it.</summary>
internal sealed class AcmeOrder
{
    /// <summary>Primary key: one order at a time for an effect.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Where the CA tells how it stands.</summary>
    public required string Url { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
