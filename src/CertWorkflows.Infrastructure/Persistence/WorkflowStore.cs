using System.Data.Common;
using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Persistence;

/// <summary>One commit for everything that a turn did, on either database.</summary>
internal sealed class WorkflowStore(Database database) : IWorkflowStore
{
    private const string VersionProperty = "Version";

    public WorkflowDb Open()
    {
        var session = database.Open();

        // Looking for changes at every query and Add would cost more than the queries; the commit looks once.
        session.ChangeTracker.AutoDetectChangesEnabled = false;
        session.ChangeTracker.LazyLoadingEnabled = false;
        return session;
    }

    public async Task CommitAsync(WorkflowDb session, CancellationToken cancellationToken)
    {
        RaiseVersions(session);
        using var turnToWrite = await database.EnterWriteAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // Once begun it is not abandoned: a cancelled commit would leave the caller not knowing whether it happened.
            await database.WriteAsync(session);
        }
        catch (DbUpdateConcurrencyException exception)
        {
            throw new TurnConflictException(
                $"Another turn changed {string.Join(", ", exception.Entries.Select(entry => entry.Metadata.GetTableName()))} first.",
                exception);
        }
        catch (Exception exception) when (exception is DbUpdateException or DbException)
        {
            // The statements' failures come wrapped, the commit's own comes bare.
            if (database.Meaning(exception.InnerException as DbException ?? exception, session) is { } meaning)
            {
                throw meaning;
            }

            throw;
        }
    }

    public async Task<IReadOnlyList<Deadline>> ClaimDeadlinesAsync(
        DateTimeOffset now, DateTimeOffset claimUntil, int limit, CancellationToken cancellationToken)
    {
        var claimed = await ClaimAsync<Deadline>(database.ClaimDeadlinesSql, now, claimUntil, [limit], cancellationToken);
        return [.. claimed.OrderBy(deadline => deadline.DueAt).ThenBy(deadline => deadline.Id)];
    }

    public async Task<IReadOnlyList<Effect>> ClaimEffectsAsync(
        DateTimeOffset now, DateTimeOffset claimUntil, IReadOnlyDictionary<string, int> limits, CancellationToken cancellationToken)
    {
        var claimed = await ClaimAsync<Effect>(
            database.ClaimEffectsSql(limits.Count),
            now,
            claimUntil,
            [.. limits.SelectMany(ofKind => new object[] { ofKind.Key, ofKind.Value })],
            cancellationToken);
        return [.. claimed.OrderBy(effect => effect.NextAttemptAt).ThenBy(effect => effect.Id)];
    }

    public async Task<NextDue> NextDueAsync(CancellationToken cancellationToken)
    {
        await using var session = Open();
        return await database.NextDueAsync(session, cancellationToken);
    }

    private static void RaiseVersions(WorkflowDb session)
    {
        foreach (var entry in session.ChangeTracker.Entries())
        {
            // What was added is written whole, so only loaded rows are compared with what they were.
            if (entry.State is EntityState.Unchanged or EntityState.Modified)
            {
                entry.DetectChanges();
            }

            // Aggregates raise their version by themselves; plain rows leave it to the commit.
            if (entry.State == EntityState.Modified
                && entry.Metadata.FindProperty(VersionProperty) is { IsConcurrencyToken: true } version
                && entry.Property(version) is { IsModified: false } token)
            {
                token.CurrentValue = (long)token.CurrentValue! + 1;
            }
        }
    }

    private async Task<List<T>> ClaimAsync<T>(
        string sql, DateTimeOffset now, DateTimeOffset claimUntil, object[] limits, CancellationToken cancellationToken)
        where T : class
    {
        using var turnToWrite = await database.EnterWriteAsync(cancellationToken);
        await using var session = Open();
        return await session.Set<T>()
            .FromSqlRaw(sql, [database.Parameter(now), database.Parameter(claimUntil), .. limits])
            .AsNoTracking()
            .ToListAsync(cancellationToken);
    }
}
