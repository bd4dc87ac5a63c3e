namespace CertWorkflows.Client;

/// <summary>A renewal case as a list shows it.</summary>
public record RenewalSummaryDto
{
    /// <summary>The case's id.</summary>
    public required string Id { get; init; }

    /// <summary>The certificate that is renewed.</summary>
    public required string CertificateId { get; init; }

    /// <summary>The certificate that was bought in its place.</summary>
    public required string NewCertificateId { get; init; }

    /// <summary>Whose certificates they are.</summary>
    public required string CustomerId { get; init; }

    /// <summary>Where the case stands.</summary>
    public required RenewalState State { get; init; }

    /// <summary>Whether it is a renewal or, by a mismatch, a new purchase.</summary>
    public required RenewalKind Kind { get; init; }

    /// <summary>The id of the rule that decided, such as <c>RN-3</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>The rule's code, such as <c>carried</c>.</summary>
    public required string Code { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When the case reached its last state; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }
}
