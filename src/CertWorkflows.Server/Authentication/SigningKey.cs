using System.Text;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace CertWorkflows.Server.Authentication;

/// <summary>The key of our access tokens: configured, or random and shared by all nodes through the database.</summary>
internal sealed class SigningKey(IOptions<AuthOptions> options, IWorkflowStore store)
{
    private const string SettingKey = "auth.signing-key";

    private SymmetricSecurityKey? _key;

    public SymmetricSecurityKey Key => _key ?? throw new InvalidOperationException("The signing key is loaded at start.");

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var secret = options.Value.SigningKey ?? await StoredAsync(cancellationToken);
        _key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret));
    }

    private async Task<string> StoredAsync(CancellationToken cancellationToken)
    {
        for (; ; )
        {
            await using var db = store.Open();
            if (await db.Settings.SingleOrDefaultAsync(s => s.Key == SettingKey, cancellationToken) is { } stored)
            {
                return stored.Value;
            }

            db.Settings.Add(new Setting { Key = SettingKey, Value = Secrets.NewToken() + Secrets.NewToken() });
            try
            {
                await store.CommitAsync(db, cancellationToken);
            }
            catch (DuplicateRowException)
            {
                // Another node starts at the same moment and was first: take its key.
            }
        }
    }
}
