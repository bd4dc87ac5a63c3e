using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Access;

/// <summary>Logging in with a password and going on with a refresh token.</summary>
public sealed class LogIn(IWorkflowStore store, AccessClock clock)
{
    /// <summary>Wrong passwords in a row that lock an account.</summary>
    public const int AllowedFailures = 10;

    /// <summary>How long a locked account stays so.</summary>
    public static readonly TimeSpan LockOut = TimeSpan.FromMinutes(5);

    /// <summary>How long a refresh token may wait for its use.</summary>
    public static readonly TimeSpan RefreshLifetime = TimeSpan.FromDays(14);

    private const int MaxAttempts = 20;

    /// <exception cref="RefusedLogInException">Unknown name, wrong password, locked or disabled: one answer for all.</exception>
    public async Task<LoggedIn> WithPasswordAsync(string username, string password, CancellationToken cancellationToken)
    {
        // Parallel guesses conflict on the user's version, so none of them goes uncounted.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryPasswordAsync(username, password, cancellationToken);
            }
            catch (TurnConflictException) when (attempt < MaxAttempts)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Trades a refresh token for its successor. Using a spent one again ends the whole log-in that it came from.</summary>
    /// <exception cref="RefusedLogInException">The token is unknown, spent or too old, or its user was disabled.</exception>
    public async Task<LoggedIn> WithRefreshTokenAsync(string refreshToken, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var hash = Secrets.Fingerprint(refreshToken);
        var token = await db.RefreshTokens.SingleOrDefaultAsync(t => t.Hash == hash, cancellationToken)
            ?? throw RefusedToken();
        if (token.SpentAt is not null)
        {
            db.RefreshTokens.RemoveRange(
                await db.RefreshTokens.Where(t => t.Family == token.Family).ToListAsync(cancellationToken));
            try
            {
                await store.CommitAsync(db, cancellationToken);
            }
            catch (TurnConflictException)
            {
                // Somebody else is ending, or going on with, the same log-in at this moment: this use is refused all the same.
            }

            throw RefusedToken();
        }

        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == token.UserId, cancellationToken);
        if (user is null || user.Disabled || token.ExpiresAt <= clock.Now)
        {
            throw RefusedToken();
        }

        // Of two uses at the same moment one conflicts: a token is spent once.
        token.SpentAt = clock.Now;
        var next = AddToken(db, user, token.Family);
        try
        {
            await store.CommitAsync(db, cancellationToken);
        }
        catch (TurnConflictException)
        {
            throw RefusedToken();
        }

        return new LoggedIn(user, token.Family, next);
    }

    private async Task<LoggedIn> TryPasswordAsync(string username, string password, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var now = clock.Now;
        var name = UserService.Normalize(username);
        var user = await db.Users.SingleOrDefaultAsync(u => u.Username == name, cancellationToken);
        var right = Secrets.IsPassword(password, user?.PasswordHash);
        if (user is null || user.LockedUntil > now)
        {
            throw RefusedPassword();
        }

        if (!right)
        {
            user.FailedLogins = user.LockedUntil is null ? user.FailedLogins + 1 : 1;
            user.LockedUntil = user.FailedLogins >= AllowedFailures ? now + LockOut : null;
            await store.CommitAsync(db, cancellationToken);
            throw RefusedPassword();
        }

        if (user.Disabled)
        {
            throw RefusedPassword();
        }

        (user.FailedLogins, user.LockedUntil) = (0, null);
        db.RefreshTokens.RemoveRange(
            await db.RefreshTokens.Where(t => t.UserId == user.Id && t.ExpiresAt < now).ToListAsync(cancellationToken));
        var session = Ids.New(now);
        var refreshToken = AddToken(db, user, session);
        await store.CommitAsync(db, cancellationToken);
        return new LoggedIn(user, session, refreshToken);
    }

    private string AddToken(WorkflowDb db, User user, Guid family)
    {
        var token = Secrets.NewToken();
        db.RefreshTokens.Add(new RefreshToken
        {
            Hash = Secrets.Fingerprint(token),
            UserId = user.Id,
            Family = family,
            ExpiresAt = clock.Now + RefreshLifetime,
        });
        return token;
    }

    private static RefusedLogInException RefusedPassword() => new(
        "invalid-credentials", "The user name or password is not right, or the account is locked for some minutes.");

    private static RefusedLogInException RefusedToken() => new(
        "invalid-refresh-token", "The refresh token is not valid (any more): log in again.");
}
