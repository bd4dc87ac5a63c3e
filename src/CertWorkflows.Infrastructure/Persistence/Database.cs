using CertWorkflows.Application.Workflows;

namespace CertWorkflows.Infrastructure.Persistence;

/// <summary>What differs between the databases; everything else is one mapping and one store.</summary>
internal abstract class Database : IAsyncDisposable
{
    /// <summary>Takes due deadlines, see <see cref="DueSql"/>.</summary>
    public abstract string ClaimDeadlinesSql { get; }

    /// <summary>Takes due effects of so many kinds, see <see cref="DueSql"/>.</summary>
    public abstract string ClaimEffectsSql(int kinds);

    /// <summary>A session from the pool.</summary>
    public abstract WorkflowDb Open();

    /// <summary>Brings the schema up to date. Two nodes may do it at once.</summary>
    public abstract Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Writes what the session tracks as changed, in one transaction; changes must have been detected.</summary>
    public virtual Task WriteAsync(WorkflowDb session) => session.SaveChangesAsync(CancellationToken.None);

    /// <summary>Waits for the turn to write where the database has one writer; null where writers do not meet.</summary>
    public abstract ValueTask<IDisposable?> EnterWriteAsync(CancellationToken cancellationToken);

    /// <summary>The instant as a parameter of hand-written SQL, cut off as stored instants are.</summary>
    public abstract object Parameter(DateTimeOffset instant);

    /// <summary>The earliest due instants, by the rule of <see cref="DueSql"/>.</summary>
    public abstract Task<NextDue> NextDueAsync(WorkflowDb session, CancellationToken cancellationToken);

    /// <summary>What the database's own exception means to a turn; null when it is neither conflict nor duplicate.</summary>
    public abstract Exception? Meaning(Exception failure, WorkflowDb session);

    public abstract ValueTask DisposeAsync();
}
