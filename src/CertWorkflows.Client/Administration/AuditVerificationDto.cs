namespace CertWorkflows.Client;

/// <summary>Whether the audit trail still fits its seals. Each seal is a hash over its records and over the seal before it.</summary>
public sealed record AuditVerificationDto
{
    /// <summary>Every seal fits, and the hash that was asked for, if one was, is among them.</summary>
    public required bool Intact { get; init; }

    /// <summary>How many records the fitting seals cover.</summary>
    public required long SealedRecords { get; init; }

    /// <summary>How many came later and will be sealed within minutes; null when a seal is broken.</summary>
    public long? UnsealedRecords { get; init; }

    /// <summary>The last seal that fits: note its hash down elsewhere. Null when there is none.</summary>
    public AuditSealDto? LastSeal { get; init; }

    /// <summary>The first seal that does not fit; null when all do.</summary>
    public AuditSealDto? BrokenSeal { get; init; }

    /// <summary>What is wrong with it.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether the hash that was asked for is a fitting seal's; null when none was.</summary>
    public bool? HashFound { get; init; }
}

/// <summary>A link of the chain that holds the audit trail together.</summary>
public sealed record AuditSealDto
{
    /// <summary>1, 2, 3, …</summary>
    public required long Number { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How many records it covers.</summary>
    public required int Records { get; init; }

    /// <summary>The last of them.</summary>
    public required string LastRecordId { get; init; }

    /// <summary>SHA-256, hexadecimal.</summary>
    public required string Hash { get; init; }
}
