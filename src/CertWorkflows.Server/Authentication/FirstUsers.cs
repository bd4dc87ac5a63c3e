using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Authentication;

/// <summary>The people that a fresh system begins with.</summary>
internal sealed class FirstUsers(IWorkflowStore store, UserService users)
{
    public const string AdminName = "admin";

    private static readonly NewUser[] Demo =
    [
        Person("reviewer", "Rui Reviewer", [Roles.Reviewer], ["refunds", "customer-care", "certificates"]),
        Person("reviewer2", "Ren Reviewer", [Roles.Reviewer], ["refunds", "customer-care", "certificates"]),
        Person("supervisor", "Su Supervisor", [Roles.Reviewer], ["refunds", "supervisors"]),
        Person("analyst", "An Analyst", [Roles.Analyst, Roles.Publisher], []),
        Person("operator", "Ou Operator", [Roles.Operator], ["operators"]),
        Person("caller", "Cai Caller", [Roles.Caller], []),
    ];

    /// <summary>The demo users' names and passwords, to print.</summary>
    public static IEnumerable<(string Name, string Password)> DemoLogIns => Demo.Select(user => (user.Username, user.Password));

    /// <summary>Creates <c>admin</c> where nobody manages users; answers the password when it had to be made up.</summary>
    public async Task<string?> EnsureAdminAsync(string? password, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var everybody = await db.Users.AsNoTracking().ToListAsync(cancellationToken);
        if (everybody.Exists(user => user.Roles.Contains(Roles.Admin)))
        {
            return null;
        }

        var madeUp = string.IsNullOrEmpty(password) ? Secrets.NewToken() : null;
        var created = await EnsureAsync(
            new NewUser(AdminName, "Administrator", madeUp ?? password!, [Roles.Admin], []), cancellationToken);
        return created ? madeUp : null;
    }

    public async Task SeedDemoAsync(CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var known = await db.Users.Select(user => user.Username).ToListAsync(cancellationToken);
        foreach (var user in Demo.Where(user => !known.Contains(user.Username)))
        {
            await EnsureAsync(user, cancellationToken);
        }
    }

    /// <summary>Demo users who can log in with the password that everybody knows.</summary>
    public async Task<IReadOnlyList<string>> WithDemoPasswordAsync(CancellationToken cancellationToken)
    {
        var names = Demo.Select(user => user.Username).ToList();
        await using var db = store.Open();
        var present = await db.Users.AsNoTracking()
            .Where(user => names.Contains(user.Username) && !user.Disabled)
            .ToListAsync(cancellationToken);
        return [.. present
            .Where(user => Secrets.IsPassword(Demo.Single(demo => demo.Username == user.Username).Password, user.PasswordHash))
            .Select(user => user.Username)];
    }

    private static NewUser Person(string name, string displayName, string[] roles, string[] groups) =>
        new(name, displayName, $"demo-{name}", roles, groups);

    private async Task<bool> EnsureAsync(NewUser user, CancellationToken cancellationToken)
    {
        try
        {
            await users.CreateAsync(user, Caller.System, _ => null, cancellationToken);
            return true;
        }
        catch (ConflictException)
        {
            // Another node starts at the same moment and was first.
            return false;
        }
    }
}
