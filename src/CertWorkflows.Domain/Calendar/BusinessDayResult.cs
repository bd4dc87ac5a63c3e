namespace CertWorkflows.Domain.Calendar;

/// <summary>Where counting business days arrived (T-3).</summary>
/// <param name="At">The instant: the same local time of day on the business day that was reached.</param>
/// <param name="BusinessDays">How many business days were counted.</param>
/// <param name="Skipped">The days passed over on the way, in order.</param>
/// <param name="Complete">
/// False when the count walked through a year that the calendar does not have; such days were judged by the weekend
/// alone (T-2).
/// </param>
public sealed record BusinessDayResult(
    DateTimeOffset At,
    int BusinessDays,
    IReadOnlyList<SkippedDay> Skipped,
    bool Complete);
