using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Acme;

/// <summary>What is known of orders and of the proofs that are shown for them; also read by the page that shows them.</summary>
public sealed class AcmeOrders
{
    private readonly IWorkflowStore store;

    internal AcmeOrders(IWorkflowStore store) => this.store = store;

    /// <summary>What <c>/.well-known/acme-challenge/{token}</c> shows; null when there is no such proof.</summary>
    public async Task<string?> ProofAsync(string token, CancellationToken cancellationToken)
    {
        await using var session = store.Open();
        return await session.Set<AcmeChallenge>()
            .Where(challenge => challenge.Token == token && challenge.Type == AcmeOptions.Http01)
            .Select(challenge => challenge.KeyAuthorization)
            .SingleOrDefaultAsync(cancellationToken);
    }

    internal async Task<AcmeOrder?> FindAsync(string idempotencyKey, CancellationToken cancellationToken)
    {
        await using var session = store.Open();
        return await session.Set<AcmeOrder>().AsNoTracking()
            .SingleOrDefaultAsync(order => order.IdempotencyKey == idempotencyKey, cancellationToken);
    }

    /// <summary>Keeps an order, or answers the one that another attempt has kept meanwhile.</summary>
    internal async Task<AcmeOrder> KeepAsync(AcmeOrder order, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = store.Open();
            session.Set<AcmeOrder>().Add(order);
            await store.CommitAsync(session, cancellationToken);
            return order;
        }
        catch (DuplicateRowException)
        {
            return await FindAsync(order.IdempotencyKey, cancellationToken) ?? order;
        }
    }

    /// <summary>Forgets an order that came to nothing: the next attempt makes another one.</summary>
    internal async Task DropAsync(string idempotencyKey, CancellationToken cancellationToken)
    {
        await using var session = store.Open();
        await session.Set<AcmeOrder>().Where(order => order.IdempotencyKey == idempotencyKey).ExecuteDeleteAsync(cancellationToken);
    }

    internal async Task KeepAsync(AcmeChallenge challenge, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = store.Open();
            session.Set<AcmeChallenge>().Add(challenge);
            await store.CommitAsync(session, cancellationToken);
        }
        catch (DuplicateRowException)
        {
            // An earlier attempt kept it, and got no further.
        }
    }

    internal async Task<IReadOnlyList<AcmeChallenge>> ChallengesAsync(string idempotencyKey, CancellationToken cancellationToken)
    {
        await using var session = store.Open();
        return await session.Set<AcmeChallenge>().AsNoTracking()
            .Where(challenge => challenge.IdempotencyKey == idempotencyKey).ToListAsync(cancellationToken);
    }

    internal async Task DropChallengesAsync(string idempotencyKey, CancellationToken cancellationToken)
    {
        await using var session = store.Open();
        await session.Set<AcmeChallenge>()
            .Where(challenge => challenge.IdempotencyKey == idempotencyKey).ExecuteDeleteAsync(cancellationToken);
    }
}
