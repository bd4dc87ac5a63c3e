using System.Collections.Concurrent;
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

    public Task<User?> UserAsync(Guid id, CancellationToken cancellationToken) => FindAsync(
        $"user {id}", db => db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancellationToken));

    /// <summary>A token of the session; none when it is over.</summary>
    public Task<RefreshToken?> SessionAsync(Guid id, CancellationToken cancellationToken) => FindAsync(
        $"session {id}", db => db.RefreshTokens.AsNoTracking().FirstOrDefaultAsync(token => token.Family == id, cancellationToken));

    public Task<ApiKey?> ApiKeyAsync(string fingerprint, CancellationToken cancellationToken) => FindAsync(
        $"key {fingerprint}", db => db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Hash == fingerprint, cancellationToken));

    /// <summary>Somebody's rights changed here.</summary>
    public void Forget() => _remembered.Clear();

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
