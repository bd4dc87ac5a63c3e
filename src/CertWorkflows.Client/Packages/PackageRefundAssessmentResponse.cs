namespace CertWorkflows.Client;

/// <summary>What the rules say to the facts.</summary>
public sealed record PackageRefundAssessmentResponse
{
    /// <summary>Whether the money goes back.</summary>
    public required PackageRefundOutcome Outcome { get; init; }

    /// <summary>The id of the rule that decided, such as <c>PK-6</c>; null where a decision without a number did.</summary>
    public string? Rule { get; init; }

    /// <summary>The code, such as <c>window-closed</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What goes back for the package; null when refused. A bundled certificate has a refund of its own
    /// (PK-8).</summary>
    public MoneyDto? Refund { get; init; }

    /// <summary>What must happen first: <c>usage-stopped</c> (PK-3), <c>application-decided</c> (RF-6), <c>revocation</c>
    /// (PK-6).</summary>
    public required IReadOnlyList<string> WaitingFor { get; init; }

    /// <summary>With <see cref="PackageRefundOutcome.Eligible"/>: until when it is paid (PK-1).</summary>
    public DateTimeOffset? PayBy { get; init; }

    /// <summary>Codes of warnings: <c>business-calendar-incomplete</c> (T-2).</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The decision in words.</summary>
    public required string Message { get; init; }
}
