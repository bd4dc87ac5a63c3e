using CertWorkflows.Application.Workflows;

namespace CertWorkflows.Infrastructure.Scheduling;

/// <summary>Does whatever is due; what takes its time goes on beside later runs.</summary>
internal delegate Task<StartedWork> RunDueWork(CancellationToken cancellationToken);

/// <summary>A run that ended.</summary>
/// <param name="StartedAt">What fell due later than this, the run may not have seen.</param>
/// <param name="Done">How many pieces of work it did.</param>
internal sealed record DueWorkRun(DateTimeOffset StartedAt, int Done);
