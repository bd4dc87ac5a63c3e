using System.Collections.Concurrent;
using System.Security.Claims;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Authentication;

/// <summary>
/// Looks up who a credential belongs to, at every request. What it found is remembered for some seconds, so that a busy caller
/// costs no query each; a change on this node is seen at once, on another within that time.
/// </summary>
internal sealed class AccessDirectory(IWorkflowStore store)
{
    private const long RememberedMilliseconds = 3_000;
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<string, (object? Found, long Until)> _remembered = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether who came with one of our tokens, or with a key, may still be here: a credential outlives neither its person, nor the rights that it was
    /// issued with, nor its session. Of other providers' tokens nothing is known here but their end.
    /// </summary>
    public async Task<bool> IsStillInAsync(ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(caller.FindFirstValue(ClaimNames.Id), out var id))
        {
            return caller.FindFirst(ClaimNames.Stamp) is null;
        }

        if (caller.Identity?.AuthenticationType == ApiKeyHandler.SchemeName)
        {
            return await FindAsync($"key {id}", db => db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(key => key.Id == id, cancellationToken)) is { RevokedAt: null };
        }

        return caller.FindFirstValue(ClaimNames.Stamp) is not { } stamp
            || (await UserAsync(id, cancellationToken) is { Disabled: false } user
                && user.SecurityStamp == stamp
                && Guid.TryParse(caller.FindFirstValue(ClaimNames.Session), out var session)
                && await SessionAsync(session, cancellationToken) is not null);
    }

    public Task<ApiKey?> ApiKeyAsync(string fingerprint, CancellationToken cancellationToken) => FindAsync(
        $"key {fingerprint}", db => db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Hash == fingerprint, cancellationToken));

    /// <summary>Somebody's rights changed here.</summary>
    public void Forget() => _remembered.Clear();

    private Task<User?> UserAsync(Guid id, CancellationToken cancellationToken) => FindAsync(
        $"user {id}", db => db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancellationToken));

    /// <summary>A token of the session; none when it is over.</summary>
    private Task<RefreshToken?> SessionAsync(Guid id, CancellationToken cancellationToken) => FindAsync(
        $"session {id}", db => db.RefreshTokens.AsNoTracking().FirstOrDefaultAsync(token => token.Family == id, cancellationToken));

    private async Task<T?> FindAsync<T>(string key, Func<WorkflowDb, Task<T?>> read)
        where T : class
    {
        // The age of a cache: the machine's time, whatever business and access clocks show.
        var now = Environment.TickCount64;
        if (_remembered.TryGetValue(key, out var known) && known.Until > now)
        {
            return (T?)known.Found;
        }

        await using var db = store.Open();
        var found = await read(db);
        if (_remembered.Count >= MaxRemembered)
        {
            _remembered.Clear();
        }

        _remembered[key] = (found, now + RememberedMilliseconds);
        return found;
    }
}
