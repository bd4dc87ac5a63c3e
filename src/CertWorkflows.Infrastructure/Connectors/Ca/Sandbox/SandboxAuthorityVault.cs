using System.Text.Json;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Sandbox;

/// <summary>Keeps one authority for all nodes of a database: made by the first that needs it.</summary>
internal sealed class SandboxAuthorityVault(IWorkflowStore store)
{
    public const string SettingKey = "sandbox-ca";
    private SandboxAuthority? known;

    public async Task<SandboxAuthority> GetAsync(CancellationToken cancellationToken) =>
        known ??= await LoadAsync(cancellationToken) ?? await CreateAsync(cancellationToken);

    private async Task<SandboxAuthority?> LoadAsync(CancellationToken cancellationToken)
    {
        await using var session = store.Open();
        var setting = await session.Settings.AsNoTracking()
            .SingleOrDefaultAsync(setting => setting.Key == SettingKey, cancellationToken);
        if (setting is null)
        {
            return null;
        }

        var authority = JsonSerializer.Deserialize<SandboxAuthority>(setting.Value);
        return authority is { Version: SandboxAuthority.CurrentVersion }
            ? authority
            : throw new InvalidDataException(
                $"The setting '{SettingKey}' has version {authority?.Version}; "
                + $"{SandboxAuthority.CurrentVersion} was expected.");
    }

    private async Task<SandboxAuthority> CreateAsync(CancellationToken cancellationToken)
    {
        var authority = SandboxAuthority.Create();
        try
        {
            await using var session = store.Open();
            session.Settings.Add(new Setting { Key = SettingKey, Value = JsonSerializer.Serialize(authority) });
            await store.CommitAsync(session, cancellationToken);
            return authority;
        }
        catch (DuplicateRowException taken)
        {
            // Another attempt or node was first; what it made is the authority.
            return await LoadAsync(cancellationToken)
                ?? throw new InvalidDataException($"The setting '{SettingKey}' exists but cannot be read.", taken);
        }
    }
}
