namespace CertWorkflows.Infrastructure.Scheduling;

/// <summary>Does whatever is due and answers how many pieces of work it did.</summary>
internal delegate Task<int> RunDueWork(CancellationToken cancellationToken);

/// <summary>A run that ended.</summary>
/// <param name="StartedAt">What fell due later than this, the run may not have seen.</param>
/// <param name="Done">How many pieces of work it did.</param>
internal sealed record DueWorkRun(DateTimeOffset StartedAt, int Done);
