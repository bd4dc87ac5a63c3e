using System.Security.Cryptography;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.TestKit;

/// <summary>Log-ins that cost nothing: what makes a password slow to guess makes hundreds of hosts slow to start.</summary>
public static class CheapPasswords
{
    /// <summary>Replaces everybody's password hash by one of a single round.</summary>
    /// <param name="store">The database.</param>
    /// <param name="passwordOf">The password of the user with this name.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task MakeAsync(IWorkflowStore store, Func<string, string> passwordOf, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        foreach (var user in await db.Users.ToListAsync(cancellationToken))
        {
            var salt = RandomNumberGenerator.GetBytes(16);
            var hash = Rfc2898DeriveBytes.Pbkdf2(passwordOf(user.Username), salt, 1, HashAlgorithmName.SHA512, 32);
            user.PasswordHash = $"pbkdf2-sha512$1${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}";
        }

        await store.CommitAsync(db, cancellationToken);
    }
}
