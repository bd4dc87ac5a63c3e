namespace CertWorkflows.Client;

/// <summary>Which renewal cases are wanted; a member left out does not filter.</summary>
public sealed record RenewalListRequest : PageRequest
{
    /// <summary>Cases of one customer.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Cases in one state.</summary>
    public RenewalState? State { get; init; }

    /// <summary>Cases of one certificate, the old or the new one.</summary>
    public string? CertificateId { get; init; }

    /// <summary>Cases opened after this instant.</summary>
    public DateTimeOffset? OpenedAfter { get; init; }
}
