using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain.Packages;
using CertWorkflows.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>The real store, at which turns can be stopped between what they read and their commit.</summary>
internal sealed class StagedStore(IWorkflowStore store, StagedRace race) : IWorkflowStore
{
    /// <summary>Everybody who is about to commit something about a task, an instance or a package.</summary>
    public const string Commit = "commit";

    public static void Decorate(IServiceCollection services, StagedRace race)
    {
        var inner = services.Last(s => s.ServiceType == typeof(IWorkflowStore));
        services.Remove(inner);
        services.AddSingleton<IWorkflowStore>(provider =>
        {
            var store = inner.ImplementationFactory is { } factory
                ? (IWorkflowStore)factory(provider)
                : (IWorkflowStore)ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!);
            return new StagedStore(store, race);
        });
    }

    public WorkflowDb Open() => store.Open();

    public async Task CommitAsync(WorkflowDb session, CancellationToken cancellationToken)
    {
        if (session.ChangeTracker.Entries().Any(entry => entry.Entity is WorkflowInstance or HumanTask or Package))
        {
            await race.StopAtAsync(Commit, cancellationToken);
        }

        await store.CommitAsync(session, cancellationToken);
    }

    public Task<IReadOnlyList<Deadline>> ClaimDeadlinesAsync(
        DateTimeOffset now, DateTimeOffset claimUntil, int limit, CancellationToken cancellationToken) =>
        store.ClaimDeadlinesAsync(now, claimUntil, limit, cancellationToken);

    public Task<IReadOnlyList<Effect>> ClaimEffectsAsync(
        DateTimeOffset now, DateTimeOffset claimUntil, IReadOnlyDictionary<string, int> limits, CancellationToken cancellationToken) =>
        store.ClaimEffectsAsync(now, claimUntil, limits, cancellationToken);

    public Task<NextDue> NextDueAsync(CancellationToken cancellationToken) => store.NextDueAsync(cancellationToken);
}
