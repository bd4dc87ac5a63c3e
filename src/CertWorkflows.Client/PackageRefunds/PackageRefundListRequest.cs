namespace CertWorkflows.Client;

/// <summary>Which refunds of packages are wanted; a member left out does not filter.</summary>
public sealed record PackageRefundListRequest : PageRequest
{
    /// <summary>Cases of one customer.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Cases in one state.</summary>
    public PackageRefundState? State { get; init; }

    /// <summary>Cases of one package.</summary>
    public string? PackageId { get; init; }

    /// <summary>Cases of the package that a certificate was bought with.</summary>
    public string? CertificateId { get; init; }

    /// <summary>Cases opened after this instant.</summary>
    public DateTimeOffset? OpenedAfter { get; init; }

    /// <summary>Cases that should (true) or need not (false) have been paid by now.</summary>
    public bool? Overdue { get; init; }
}
