namespace CertWorkflows.Domain.Calendar;

/// <summary>A day that was passed over because nobody works on it.</summary>
/// <param name="Date">The date in the business time zone.</param>
/// <param name="Why"><c>weekend</c>, or the holiday's names.</param>
public sealed record SkippedDay(DateOnly Date, string Why);
