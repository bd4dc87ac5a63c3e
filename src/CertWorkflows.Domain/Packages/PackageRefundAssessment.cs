namespace CertWorkflows.Domain.Packages;

/// <summary>The answer to a package's refund.</summary>
/// <param name="Outcome">What may happen.</param>
/// <param name="Rule">The rule that decided, such as <c>PK-6</c>; null where a decision without a number did.</param>
/// <param name="Code">The reason in kebab-case.</param>
/// <param name="Refund">The package's cash, which comes back in full (PK-1); null when refused. A bundled certificate's
/// cash is refunded by its own case (PK-8).</param>
/// <param name="WaitingFor">What has to happen first, in the order in which it is waited for.</param>
/// <param name="PayBy">Until when an eligible refund is paid (PK-1); null otherwise.</param>
/// <param name="Warnings">Codes of warnings: <see cref="Refunds.RefundPolicy.CalendarIncomplete"/> (T-2).</param>
/// <param name="Message">The answer for people.</param>
public sealed record PackageRefundAssessment(
    PackageRefundOutcome Outcome,
    string? Rule,
    string Code,
    Money? Refund,
    IReadOnlyList<string> WaitingFor,
    DateTimeOffset? PayBy,
    IReadOnlyList<string> Warnings,
    string Message);
