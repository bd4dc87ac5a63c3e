using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Access;

/// <summary>The administration of the keys that programs use.</summary>
public sealed class ApiKeyService(IWorkflowStore store, TimeProvider clock, AccessClock accessClock)
{
    /// <summary>How every key begins, so that a leaked one is recognised as one.</summary>
    public const string KeyStart = "cwk_";

    private const int ShownCharacters = 10;

    private static readonly TimeSpan UseIsNotedEvery = TimeSpan.FromMinutes(5);

    /// <exception cref="InvalidInputException">A value is not acceptable.</exception>
    /// <exception cref="ConflictException"><c>name-taken</c>: audit could not tell the two apart.</exception>
    public async Task<CreatedApiKey> CreateAsync(
        string name, IReadOnlyList<string> roles, DateTimeOffset? expiresAt, Caller caller, CancellationToken cancellationToken)
    {
        name = UserService.Normalize(name);
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (name.Length is < 2 or > 64 || name.Any(char.IsControl))
        {
            errors["name"] = ["2 to 64 characters are needed, on one line."];
        }

        if (roles.Count == 0 || roles.Any(r => !Roles.All.Contains(r, StringComparer.Ordinal)))
        {
            errors["roles"] = [$"At least one of {string.Join(", ", Roles.All)} is needed."];
        }

        if (expiresAt <= accessClock.Now)
        {
            errors["expiresAt"] = ["It lies in the past."];
        }

        if (errors.Count > 0)
        {
            throw new InvalidInputException(errors);
        }

        await using var db = store.Open();
        if (name == Caller.System.Name
            || await db.Users.AnyAsync(u => u.Username == name, cancellationToken)
            || await db.ApiKeys.AnyAsync(k => k.Name == name && k.RevokedAt == null, cancellationToken))
        {
            throw NameTaken(name);
        }

        var now = clock.GetUtcNow();
        var key = KeyStart + Secrets.NewToken();
        var apiKey = new ApiKey
        {
            Id = Ids.New(now),
            Name = name,
            Hash = Secrets.Fingerprint(key),
            Prefix = key[..ShownCharacters],
            Roles = [.. roles.Distinct(StringComparer.Ordinal)],
            CreatedBy = caller.Name,
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };
        db.ApiKeys.Add(apiKey);
        Record(db, apiKey, "create", caller);
        try
        {
            await store.CommitAsync(db, cancellationToken);
        }
        catch (DuplicateRowException duplicate) when (duplicate.Constraint.Contains("name", StringComparison.Ordinal))
        {
            throw NameTaken(name);
        }

        return new CreatedApiKey(apiKey, key);
    }

    /// <summary>Ends a key at once; it stays in the books.</summary>
    /// <exception cref="NotFoundException">No such key.</exception>
    public async Task<ApiKey> RevokeAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var key = await db.ApiKeys.SingleOrDefaultAsync(k => k.Id == id, cancellationToken)
            ?? throw new NotFoundException("API key", id);
        if (key.RevokedAt is null)
        {
            key.RevokedAt = accessClock.Now;
            Record(db, key, "revoke", caller);
            await store.CommitAsync(db, cancellationToken);
        }

        return key;
    }

    /// <summary>Notes that a key is in use; at most once in some minutes, so that a busy program costs no write each time.</summary>
    public async Task NoteUseAsync(ApiKey key, CancellationToken cancellationToken)
    {
        var now = accessClock.Now;
        if (now - key.LastUsedAt < UseIsNotedEvery)
        {
            return;
        }

        await using var db = store.Open();
        await db.ApiKeys.Where(k => k.Id == key.Id).ExecuteUpdateAsync(change => change.SetProperty(k => k.LastUsedAt, now), cancellationToken);
        key.LastUsedAt = now;
    }

    private static ConflictException NameTaken(string name) =>
        new("name-taken", $"A user or a live API key is named '{name}' already; audit could not tell the two apart.");

    private void Record(WorkflowDb db, ApiKey key, string action, Caller caller)
    {
        var now = clock.GetUtcNow();
        db.Record(now, caller.Name, "api-key", key.Id.ToString(), action, reason: key.Name);
    }
}
