namespace CertWorkflows.Domain.Refunds;

/// <summary>What <see cref="RefundPolicy"/> decided.</summary>
/// <param name="Outcome">The decision.</param>
/// <param name="Rule">The row that decided, such as <c>RF-8</c>.</param>
/// <param name="Code">Its code, such as <c>manual-review</c>.</param>
/// <param name="Refund">The amount that would be returned (RF-20); null when refused.</param>
/// <param name="Warnings">
/// Codes of what to know about an accepted request: <see cref="RefundPolicy.MayNotFinish"/>,
/// <see cref="RefundPolicy.CalendarIncomplete"/>. </param>
/// <param name="DecideBy">For a manual review, when it must be decided (RF-22); else null.</param>
/// <param name="Message">The decision for people.</param>
public sealed record RefundAssessment(
    RefundOutcome Outcome,
    string Rule,
    string Code,
    Money? Refund,
    IReadOnlyList<string> Warnings,
    DateTimeOffset? DecideBy,
    string Message);
