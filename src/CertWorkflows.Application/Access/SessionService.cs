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

    /// <summary>Ends one session at once: neither is it renewed again, nor are its access tokens good any more.</summary>
    /// <param name="id">The session.</param>
    /// <param name="of">Whose it must be; anybody's when null.</param>
    /// <param name="caller">Who ends it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">No such session; it may be over, or be somebody else's.</exception>
    public async Task EndAsync(Guid id, Guid? of, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var tokens = await db.RefreshTokens.Where(token => token.Family == id && (of == null || token.UserId == of)).ToListAsync(cancellationToken);
        var user = tokens.Count == 0 ? null : await db.Users.SingleOrDefaultAsync(u => u.Id == tokens[0].UserId, cancellationToken);
        if (user is null)
        {
            throw new NotFoundException("session", id);
        }

        db.RefreshTokens.RemoveRange(tokens);
        Record(db, user, "end-session", caller);
        await store.CommitAsync(db, cancellationToken);
    }

    /// <summary>Ends a person's sessions but one, as who has lost a device does.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="keep">The session that goes on.</param>
    /// <param name="caller">Who ends them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task EndOthersAsync(Guid userId, Guid keep, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == userId, cancellationToken) ?? throw new NotFoundException("user", userId);
        var tokens = await db.RefreshTokens.Where(token => token.UserId == userId && token.Family != keep).ToListAsync(cancellationToken);
        if (tokens.Count > 0)
        {
            db.RefreshTokens.RemoveRange(tokens);
            Record(db, user, "end-other-sessions", caller);
            await store.CommitAsync(db, cancellationToken);
        }
    }

    /// <summary>Logs out: ends the session that a refresh token belongs to. One that is not known has nothing to end.</summary>
    public async Task LogOutAsync(string refreshToken, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var hash = Secrets.Fingerprint(refreshToken);
        var session = await db.RefreshTokens.Where(token => token.Hash == hash).Select(token => (Guid?)token.Family).SingleOrDefaultAsync(cancellationToken);
        if (session is null)
        {
            return;
        }

        db.RefreshTokens.RemoveRange(await db.RefreshTokens.Where(token => token.Family == session).ToListAsync(cancellationToken));
        try
        {
            await store.CommitAsync(db, cancellationToken);
        }
        catch (TurnConflictException)
        {
            await LogOutAsync(refreshToken, cancellationToken); // it was renewed, or ended, at this moment
        }
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
