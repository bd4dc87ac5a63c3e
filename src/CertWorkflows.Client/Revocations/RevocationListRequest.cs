namespace CertWorkflows.Client;

/// <summary>Which revocations are wanted; a member left out does not filter.</summary>
public sealed record RevocationListRequest : PageRequest
{
    /// <summary>Cases of one customer.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Cases in one state.</summary>
    public RevocationState? State { get; init; }

    /// <summary>Cases of one certificate.</summary>
    public string? CertificateId { get; init; }

    /// <summary>Cases opened after this instant.</summary>
    public DateTimeOffset? OpenedAfter { get; init; }

    /// <summary>Cases whose open task is past (true) or not past (false) its limit.</summary>
    public bool? Overdue { get; init; }
}
