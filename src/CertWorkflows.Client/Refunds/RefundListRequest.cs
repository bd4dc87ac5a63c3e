namespace CertWorkflows.Client;

/// <summary>Which refund cases are wanted; a member left out does not filter.</summary>
public sealed record RefundListRequest : PageRequest
{
    /// <summary>Cases of one customer.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Cases in one state.</summary>
    public RefundState? State { get; init; }

    /// <summary>Cases of one certificate.</summary>
    public string? CertificateId { get; init; }

    /// <summary>Cases opened after this instant.</summary>
    public DateTimeOffset? OpenedAfter { get; init; }

    /// <summary>Cases past (true) or within (false) their limit of RF-22.</summary>
    public bool? Overdue { get; init; }
}

/// <summary>Holds the answer back until the case gets somewhere.</summary>
/// <param name="Wait">How long at most; whole seconds, 1 to 60.</param>
/// <param name="Until">A state in camelCase, or <c>closed</c> for any last state.</param>
public sealed record CaseWait(TimeSpan Wait, string Until);
