using System.Text.RegularExpressions;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Access;

/// <summary>The administration of the people who log in.</summary>
public sealed partial class UserService(IWorkflowStore store, TimeProvider clock)
{
    /// <summary>The shortest password.</summary>
    public const int MinPassword = 8;

    /// <summary>The longest password: longer ones only cost time to hash.</summary>
    public const int MaxPassword = 256;

    /// <summary>The longest name to show.</summary>
    public const int MaxDisplayName = 200;

    private const string UsernameIndex = "username";

    /// <summary>The one form of a user name.</summary>
    public static string Normalize(string username) => username.Trim().ToLowerInvariant();

    /// <param name="answer">Makes the row for the request's idempotency key from what is about to be committed; null without one.</param>
    /// <exception cref="InvalidInputException">A value is not acceptable.</exception>
    /// <exception cref="ConflictException"><c>username-taken</c>.</exception>
    public async Task<User> CreateAsync(
        NewUser request, Caller caller, Func<User, StoredAnswer?> answer, CancellationToken cancellationToken)
    {
        var username = Normalize(request.Username);
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (!UsernameForm().IsMatch(username))
        {
            errors["username"] = ["2 to 64 letters, digits, dots, hyphens, underscores or @ are needed, a letter or digit first."];
        }

        CheckPassword("password", request.Password, errors);
        CheckDisplayName(request.DisplayName, errors);
        CheckRights(request.Roles, request.Groups, errors);
        Refuse(errors);

        var now = clock.GetUtcNow();
        await using var db = store.Open();
        if (username == Caller.System.Name || await db.ApiKeys.AnyAsync(k => k.Name == username && k.RevokedAt == null, cancellationToken))
        {
            throw new ConflictException("username-taken", $"The system itself or a live API key is named '{username}'; audit could not tell the two apart.");
        }

        var user = new User
        {
            Id = Ids.New(now),
            Username = username,
            DisplayName = DisplayNameOf(request.DisplayName, username),
            PasswordHash = Secrets.HashPassword(request.Password),
            Roles = [.. request.Roles.Distinct(StringComparer.Ordinal)],
            Groups = [.. request.Groups.Distinct(StringComparer.Ordinal)],
            SecurityStamp = Secrets.NewToken(),
            CreatedAt = now,
            Version = 1,
        };
        db.Users.Add(user);
        Record(db, user, "create", string.Join(' ', user.Roles), caller);
        if (answer(user) is { } row)
        {
            db.Answers.Add(row);
        }

        try
        {
            await store.CommitAsync(db, cancellationToken);
        }
        catch (DuplicateRowException duplicate) when (duplicate.Constraint.Contains(UsernameIndex, StringComparison.Ordinal))
        {
            throw new ConflictException("username-taken", $"There is a user '{username}' already.");
        }

        return user;
    }

    /// <exception cref="NotFoundException">No such user.</exception>
    /// <exception cref="ConflictException"><c>stale</c>: not the expected version; <c>last-admin</c>: nobody could manage users;
    /// <c>own-account</c>: one does not disable oneself.</exception>
    public async Task<User> UpdateAsync(
        Guid id, UserChange change, long? expectedVersion, Caller caller, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        CheckRights(change.Roles, change.Groups, errors);
        CheckDisplayName(change.DisplayName, errors);
        Refuse(errors);

        await using var db = store.Open();
        var user = await FindAsync(db, id, cancellationToken);
        if (expectedVersion is { } version && version != user.Version)
        {
            throw new StaleException("user", version, user.Version);
        }

        if (change.Disabled == true || change.Roles?.Contains(Roles.Admin, StringComparer.Ordinal) == false)
        {
            await EnsureAnotherAdminAsync(db, user, cancellationToken);
        }

        if (change.Disabled == true)
        {
            EnsureAnother(user, caller);
        }

        user.DisplayName = change.DisplayName is null ? user.DisplayName : DisplayNameOf(change.DisplayName, user.Username);
        user.Roles = change.Roles is null ? user.Roles : [.. change.Roles.Distinct(StringComparer.Ordinal)];
        user.Groups = change.Groups is null ? user.Groups : [.. change.Groups.Distinct(StringComparer.Ordinal)];
        user.Disabled = change.Disabled ?? user.Disabled;
        await EndLogInsAsync(db, user, cancellationToken);
        Record(db, user, user.Disabled ? "disable" : "update", string.Join(' ', user.Roles), caller);
        await store.CommitAsync(db, cancellationToken);
        return user;
    }

    /// <summary>Sets a password; who changes their own gives the present one.</summary>
    /// <exception cref="ForbiddenException">Somebody else's password without being an admin, or the present password is not right.</exception>
    public async Task SetPasswordAsync(
        Guid id, string password, string? present, Caller caller, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        CheckPassword("newPassword", password, errors);
        Refuse(errors);

        await using var db = store.Open();
        var user = await FindAsync(db, id, cancellationToken);
        var own = string.Equals(user.Username, caller.Name, StringComparison.Ordinal);
        if (!own && !caller.Has(Roles.Admin))
        {
            throw new ForbiddenException("forbidden", "Only an admin sets another person's password.");
        }

        if (own && !Secrets.IsPassword(present ?? "", user.PasswordHash))
        {
            throw new ForbiddenException("wrong-password", "Your present password is needed, and this is not it.");
        }

        user.PasswordHash = Secrets.HashPassword(password);
        (user.FailedLogins, user.LockedUntil) = (0, null);
        await EndLogInsAsync(db, user, cancellationToken);
        Record(db, user, "set-password", null, caller);
        await store.CommitAsync(db, cancellationToken);
    }

    /// <summary>
    /// Removes a person who can no longer log in from the list. What they did stays in the audit trail under their name.
    /// </summary>
    /// <exception cref="StaleException">Not the expected version.</exception>
    /// <exception cref="ConflictException"><c>last-admin</c> or <c>own-account</c>.</exception>
    public async Task DeleteAsync(Guid id, long? expectedVersion, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var user = await FindAsync(db, id, cancellationToken);
        if (expectedVersion is { } version && version != user.Version)
        {
            throw new StaleException("user", version, user.Version);
        }

        await EnsureAnotherAdminAsync(db, user, cancellationToken);
        EnsureAnother(user, caller);
        await EndLogInsAsync(db, user, cancellationToken);
        db.Users.Remove(user);
        Record(db, user, "delete", null, caller);
        await store.CommitAsync(db, cancellationToken);
    }

    private static async Task<User> FindAsync(WorkflowDb db, Guid id, CancellationToken cancellationToken) =>
        await db.Users.SingleOrDefaultAsync(u => u.Id == id, cancellationToken) ?? throw new NotFoundException("user", id);

    private static async Task EnsureAnotherAdminAsync(WorkflowDb db, User user, CancellationToken cancellationToken)
    {
        if (!user.Roles.Contains(Roles.Admin))
        {
            return;
        }

        // Few people log in, and how a list of roles is stored differs between databases: read, then look.
        var others = await db.Users.Where(u => u.Id != user.Id && !u.Disabled).OrderBy(u => u.Id).ToListAsync(cancellationToken);
        var remaining = others.Find(u => u.Roles.Contains(Roles.Admin))
            ?? throw new ConflictException("last-admin", $"'{user.Username}' is the last admin; make somebody else one first.");

        // Written as it is: should the one who remains lose the role at this moment, one of the two changes fails.
        db.Entry(remaining).Property(u => u.Version).IsModified = true;
    }

    private static void EnsureAnother(User user, Caller caller)
    {
        if (string.Equals(user.Username, caller.Name, StringComparison.Ordinal))
        {
            throw new ConflictException("own-account", "You cannot disable or delete yourself; another admin can.");
        }
    }

    internal static async Task EndLogInsAsync(WorkflowDb db, User user, CancellationToken cancellationToken)
    {
        user.SecurityStamp = Secrets.NewToken();
        user.Version++;
        db.RefreshTokens.RemoveRange(await db.RefreshTokens.Where(t => t.UserId == user.Id).ToListAsync(cancellationToken));
    }

    private void Record(WorkflowDb db, User user, string action, string? to, Caller caller)
    {
        var now = clock.GetUtcNow();
        db.Record(now, caller.Name, "user", user.Id.ToString(), action, to: to, reason: user.Username);
    }

    private static void CheckPassword(string path, string password, Dictionary<string, string[]> errors)
    {
        if (password.Length is < MinPassword or > MaxPassword)
        {
            errors[path] = [$"{MinPassword} to {MaxPassword} characters are needed."];
        }
    }

    private static string DisplayNameOf(string? displayName, string username) =>
        string.IsNullOrWhiteSpace(displayName) ? username : displayName.Trim();

    private static void CheckDisplayName(string? displayName, Dictionary<string, string[]> errors)
    {
        if (displayName is not null && (displayName.Length > MaxDisplayName || displayName.Any(char.IsControl)))
        {
            errors["displayName"] = [$"At most {MaxDisplayName} characters are possible, on one line."];
        }
    }

    private static void CheckRights(
        IReadOnlyList<string>? roles, IReadOnlyList<string>? groups, Dictionary<string, string[]> errors)
    {
        if (roles?.Where(r => !Roles.All.Contains(r, StringComparer.Ordinal)).ToList() is { Count: > 0 } unknown)
        {
            errors["roles"] = [$"There is no role {string.Join(", ", unknown)}; there are {string.Join(", ", Roles.All)}."];
        }

        if (groups?.Any(g => !GroupForm().IsMatch(g)) == true)
        {
            errors["groups"] = ["A group has 1 to 64 lower-case letters, digits or hyphens."];
        }
    }

    private static void Refuse(Dictionary<string, string[]> errors)
    {
        if (errors.Count > 0)
        {
            throw new InvalidInputException(errors);
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._@-]{1,63}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UsernameForm();

    [GeneratedRegex(@"\A[a-z0-9-]{1,64}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GroupForm();
}
