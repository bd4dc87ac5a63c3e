using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Access;

/// <summary>Who is logged in. A session is what came of one log-in: a family of refresh tokens, of which one is unspent.</summary>
public sealed class SessionService(IWorkflowStore store, TimeProvider clock, AccessClock accessClock)
{
    /// <summary>The unspent token of each session that can go on.</summary>
    /// <param name="db">The database to ask.</param>
    /// <param name="userId">Of one person; of all when null.</param>
    public IQueryable<RefreshToken> Live(WorkflowDb db, Guid? userId)
    {
        var now = accessClock.Now;
        var live = db.RefreshTokens.Where(token => token.SpentAt == null && token.ExpiresAt > now);
        return userId is { } id ? live.Where(token => token.UserId == id) : live;
    }

    /// <summary>Ends one session: it is never renewed again, and over once its present access token is.</summary>
    /// <exception cref="NotFoundException">No such session; it may be over.</exception>
    public async Task EndAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var tokens = await db.RefreshTokens.Where(token => token.Family == id).ToListAsync(cancellationToken);
        var user = tokens.Count == 0 ? null : await db.Users.SingleOrDefaultAsync(u => u.Id == tokens[0].UserId, cancellationToken);
        if (user is null)
        {
            throw new NotFoundException("session", id);
        }

        db.RefreshTokens.RemoveRange(tokens);
        Record(db, user, "end-session", caller);
        await store.CommitAsync(db, cancellationToken);
    }

    /// <summary>Ends all sessions of a person at once, also those whose access token has not run out.</summary>
    /// <exception cref="NotFoundException">No such person.</exception>
    public async Task EndAllAsync(Guid userId, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == userId, cancellationToken) ?? throw new NotFoundException("user", userId);
        await UserService.EndLogInsAsync(db, user, cancellationToken);
        Record(db, user, "end-sessions", caller);
        await store.CommitAsync(db, cancellationToken);
    }

    private void Record(WorkflowDb db, User user, string action, Caller caller)
    {
        var now = clock.GetUtcNow();
        db.Record(now, caller.Name, "user", user.Id.ToString(), action, reason: user.Username);
    }
}
