using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Polly.Timeout;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Acme;

/// <summary>
/// Our account at the CA, one for all nodes of a database. Its key is kept before the CA hears of it, so whoever asks again
/// after a crash is given the same account.
/// </summary>
internal sealed class AcmeAccounts(IWorkflowStore store, AcmeClient client, IOptions<CaOptions> options) : IDisposable
{
    private const int CurrentVersion = 1;
    private readonly SemaphoreSlim gate = new(1, 1);
    private AcmeAccount? known;

    private AcmeOptions Settings => options.Value.Acme;

    private string SettingKey => $"acme-account-{Fingerprint.Hex("acme-account", Settings.Directory!.AbsoluteUri, 8)}";

    /// <summary>Asks as our account; what the CA or the way to it has against it comes back as an outcome.</summary>
    public async Task<EffectOutcome> AskAsync(Func<AcmeAccount, Task<EffectOutcome>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(await GetAsync(cancellationToken));
        }
        catch (AcmeProblemException problem)
        {
            if (problem.Kind == AcmeProblemException.NoSuchAccount)
            {
                // The CA lost it, or it is another CA now: the next attempt registers it again.
                known = null;
            }

            return problem.Outcome();
        }
        catch (HttpRequestException exception)
        {
            return new EffectOutcome.Failed($"The CA could not be reached ({exception.HttpRequestError}): {exception.Message}");
        }
        catch (Exception exception) when (
            exception is TimeoutRejectedException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new EffectOutcome.Failed("The CA did not answer in time.");
        }
    }

    public void Dispose()
    {
        known?.Key.Dispose();
        gate.Dispose();
    }

    private async Task<AcmeAccount> GetAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return known ??= await RegisterAsync(
                await LoadAsync(cancellationToken) ?? await CreateAsync(cancellationToken), cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<AcmeAccount> RegisterAsync(string keyPem, CancellationToken cancellationToken)
    {
        var address = await client.AddressOfAsync("newAccount", cancellationToken);
        var key = new AcmeKey(keyPem);
        try
        {
            var existing = new JsonObject { ["onlyReturnExisting"] = true };
            return Account(key, await client.PostAsync(key, address, existing, cancellationToken));
        }
        catch (AcmeProblemException problem) when (problem.Kind == AcmeProblemException.NoSuchAccount)
        {
            return Account(key, await client.PostAsync(key, address, Application(key, address), cancellationToken));
        }
    }

    private JsonObject Application(AcmeKey key, Uri newAccount)
    {
        var application = new JsonObject
        {
            ["termsOfServiceAgreed"] = true,
            ["contact"] = new JsonArray([.. Settings.Contacts.Select(contact => (JsonNode)contact)]),
        };
        if (!string.IsNullOrEmpty(Settings.ExternalAccount.KeyId))
        {
            application["externalAccountBinding"] = key.BindTo(Settings.ExternalAccount, newAccount);
        }

        return application;
    }

    private static AcmeAccount Account(AcmeKey key, AcmeAnswer answer) => new(
        key,
        answer.Location ?? throw new AcmeProblemException(System.Net.HttpStatusCode.BadGateway, "unknown", "the account has no address."));

    private async Task<string?> LoadAsync(CancellationToken cancellationToken)
    {
        await using var session = store.Open();
        var key = SettingKey;
        var setting = await session.Settings.AsNoTracking().SingleOrDefaultAsync(row => row.Key == key, cancellationToken);
        if (setting is null)
        {
            return null;
        }

        var kept = JsonSerializer.Deserialize<KeptAccount>(setting.Value);
        return kept is { Version: CurrentVersion }
            ? kept.KeyPem
            : throw new InvalidDataException($"The setting '{key}' has version {kept?.Version}; {CurrentVersion} was expected.");
    }

    private async Task<string> CreateAsync(CancellationToken cancellationToken)
    {
        var account = new KeptAccount(CurrentVersion, Settings.Directory!.AbsoluteUri, AcmeKey.NewPem());
        try
        {
            await using var session = store.Open();
            session.Settings.Add(new Setting { Key = SettingKey, Value = JsonSerializer.Serialize(account) });
            await store.CommitAsync(session, cancellationToken);
            return account.KeyPem;
        }
        catch (DuplicateRowException taken)
        {
            // Another node was first; its account is the account.
            return await LoadAsync(cancellationToken)
                ?? throw new InvalidDataException($"The setting '{SettingKey}' exists but cannot be read.", taken);
        }
    }

    private sealed record KeptAccount(int Version, string Directory, string KeyPem);
}

/// <summary>Who we are at the CA.</summary>
internal sealed record AcmeAccount(AcmeKey Key, Uri Url);
