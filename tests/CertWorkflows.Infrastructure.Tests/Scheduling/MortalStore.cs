using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Infrastructure.Tests.Scheduling;

/// <summary>The real store of a node whose process dies at its n-th commit: just before it reaches the database, or just after.
/// From then on the node does nothing any more.</summary>
internal sealed class MortalStore(IWorkflowStore store, int diesAt, bool isWritten) : IWorkflowStore
{
    private int _commits;

    public bool IsDead => _commits >= diesAt;

    /// <summary>Puts it in the place of a node's store.</summary>
    public static Action<IServiceCollection> Decorate(int diesAt, bool isWritten, Action<MortalStore> made) => services =>
    {
        var inner = services.Last(s => s.ServiceType == typeof(IWorkflowStore));
        services.Remove(inner);
        services.AddSingleton<IWorkflowStore>(provider =>
        {
            var store = new MortalStore(
                inner.ImplementationInstance as IWorkflowStore
                    ?? (IWorkflowStore?)inner.ImplementationFactory?.Invoke(provider)
                    ?? (IWorkflowStore)ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!),
                diesAt,
                isWritten);
            made(store);
            return store;
        });
    };

    public WorkflowDb Open() => store.Open();

    public async Task CommitAsync(WorkflowDb session, CancellationToken cancellationToken)
    {
        BeAlive();
        if (Interlocked.Increment(ref _commits) < diesAt || isWritten)
        {
            await store.CommitAsync(session, cancellationToken);
        }

        BeAlive();
    }

    public Task<IReadOnlyList<Deadline>> ClaimDeadlinesAsync(
        DateTimeOffset now, DateTimeOffset claimUntil, int limit, CancellationToken cancellationToken)
    {
        BeAlive();
        return store.ClaimDeadlinesAsync(now, claimUntil, limit, cancellationToken);
    }

    public Task<IReadOnlyList<Effect>> ClaimEffectsAsync(
        DateTimeOffset now, DateTimeOffset claimUntil, IReadOnlyDictionary<string, int> limits, CancellationToken cancellationToken)
    {
        BeAlive();
        return store.ClaimEffectsAsync(now, claimUntil, limits, cancellationToken);
    }

    public Task<NextDue> NextDueAsync(CancellationToken cancellationToken) => store.NextDueAsync(cancellationToken);

    private void BeAlive()
    {
        if (IsDead)
        {
            throw new DeadException();
        }
    }

    /// <summary>The process is gone.</summary>
    internal sealed class DeadException : Exception;
}
