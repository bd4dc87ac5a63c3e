namespace CertWorkflows.Client;

/// <summary>A certificate as a list shows it.</summary>
public record CertificateSummaryDto
{
    /// <summary>The certificate's id.</summary>
    public required string Id { get; init; }

    /// <summary>The order that bought it.</summary>
    public required string OrderId { get; init; }

    /// <summary>Whose it is.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The <see cref="ProductDto.Id"/>.</summary>
    public required string Product { get; init; }

    /// <summary>The root CA's brand.</summary>
    public required string Brand { get; init; }

    /// <summary>The validation level.</summary>
    public required ValidationLevel Validation { get; init; }

    /// <summary>Whether it covers all names below the domain.</summary>
    public required bool Wildcard { get; init; }

    /// <summary>Free or paid.</summary>
    public required ProductKind Kind { get; init; }

    /// <summary>Whether it was bought inside a package.</summary>
    public required bool Bundled { get; init; }

    /// <summary>Where it stands.</summary>
    public required CertificateState State { get; init; }

    /// <summary>The domains applied for; empty before an application.</summary>
    public required IReadOnlyList<string> Domains { get; init; }

    /// <summary>When payment completed.</summary>
    public required DateTimeOffset PaidAt { get; init; }

    /// <summary>The end of the years bought.</summary>
    public required DateTimeOffset ServiceEndsAt { get; init; }

    /// <summary>When the CA signed; null before.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>When its validity ends; null before it is issued.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Whether it was marked as expiring soon (EX-1), usually 30 days before.</summary>
    public bool ExpiringSoon { get; init; }

    /// <summary>Whether it is paid and no application is with the CA: of no use to the customer until there is one (BL-7).</summary>
    public bool ApplicationMissing { get; init; }
}
