namespace CertWorkflows.Application.Audit;

/// <summary>
/// A link of the chain that holds the audit trail together: a hash over the records that it covers and over the seal before it. A record
/// that is changed, removed or put in later no longer fits its seal.
/// </summary>
public sealed class AuditSeal
{
    /// <summary>1, 2, 3, …; without gaps.</summary>
    public long Number { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The last record that it covers; the first is the one after the seal before. Ids sort by time.</summary>
    public Guid LastRecordId { get; init; }

    /// <summary>How many records it covers.</summary>
    public int Records { get; init; }

    /// <summary>The hash of the seal before; empty for the first.</summary>
    public required string Previous { get; init; }

    /// <summary>SHA-256, hexadecimal.</summary>
    public required string Hash { get; init; }
}
