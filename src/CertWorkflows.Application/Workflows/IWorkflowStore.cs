using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Effects;

namespace CertWorkflows.Application.Workflows;

/// <summary>The database boundary: SQLite or PostgreSQL behind one contract, kept by one suite of tests.</summary>
public interface IWorkflowStore
{
    /// <summary>A new session with nothing tracked; reads do not lock.</summary>
    WorkflowDb Open();

    /// <summary>
    /// Writes everything that the session added, changed and removed in one transaction.
    /// </summary>
    /// <exception cref="TurnConflictException">A row changed since it was read; nothing was written, run the turn again.</exception>
    /// <exception cref="DuplicateRowException">A unique key is taken; nothing was written.</exception>
    Task CommitAsync(WorkflowDb session, CancellationToken cancellationToken);

    /// <summary>
    /// Takes due deadlines in due order for this node until <paramref name="claimUntil"/>: no other node gets them before.
    /// Counts an attempt on each.
    /// </summary>
    Task<IReadOnlyList<Deadline>> ClaimDeadlinesAsync(
        DateTimeOffset now, DateTimeOffset claimUntil, int limit, CancellationToken cancellationToken);

    /// <summary>Takes due effects likewise. Does not count an attempt: the sender does, with the outcome.</summary>
    /// <param name="limits">How many of each kind at most; kinds that are not named are left alone.</param>
    Task<IReadOnlyList<Effect>> ClaimEffectsAsync(
        DateTimeOffset now, DateTimeOffset claimUntil, IReadOnlyDictionary<string, int> limits, CancellationToken cancellationToken);

    /// <summary>When the next deadline and the next effect fall due.</summary>
    Task<NextDue> NextDueAsync(CancellationToken cancellationToken);
}

/// <summary>
/// The earliest instants at which a deadline and an effect fall due, or a claim on one runs out; null when none waits.
/// Apart, because effects that wait for a slow receiver must not hide the deadline that comes next.
/// </summary>
public sealed record NextDue(DateTimeOffset? Deadline, DateTimeOffset? Effect)
{
    /// <summary>The earlier of the two.</summary>
    public DateTimeOffset? Earliest => Deadline is null || Effect < Deadline ? Effect : Deadline;

    /// <summary>The earliest that is later than <paramref name="instant"/>.</summary>
    public DateTimeOffset? EarliestAfter(DateTimeOffset instant) =>
        new NextDue(Deadline > instant ? Deadline : null, Effect > instant ? Effect : null).Earliest;
}

/// <summary>The alarm clock: makes <see cref="DueWork"/> run at an instant. Losing an alarm delays, the sweep catches up.</summary>
public interface IAlarmClock
{
    /// <summary>Something falls due at <paramref name="dueAt"/>; called after a commit, must not throw and not block.</summary>
    void DueAt(DateTimeOffset dueAt);
}

/// <summary>Tells every node that something changed, so that long waits and pages need not poll.</summary>
public interface IChangeFeed
{
    /// <summary>How many changes this node knows of; while it stays, what was read after it still holds, but for what is committed without a word.</summary>
    long Changes { get; }

    /// <summary>Completes when the instance (or any, when null) may have changed, or after <paramref name="atMost"/>.</summary>
    Task WaitAsync(Guid? instanceId, TimeSpan atMost, CancellationToken cancellationToken);

    /// <summary>Announces a committed change; must not throw and not block.</summary>
    void Changed(Guid instanceId);
}
