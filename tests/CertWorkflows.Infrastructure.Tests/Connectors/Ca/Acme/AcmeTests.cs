using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Infrastructure.Connectors.Ca;
using CertWorkflows.Infrastructure.Connectors.Ca.Acme;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static CertWorkflows.Infrastructure.Tests.Connectors.ConnectorHost;

namespace CertWorkflows.Infrastructure.Tests.Connectors.Ca.Acme;

/// <summary>Against a real ACME CA, which refuses a fifth of the good nonces.</summary>
public sealed class AcmeTests
{
    private const string ProofPath = "/.well-known/acme-challenge/";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Certificate_IsOrderedProvenFetchedAndRevoked(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await using var proofs = Proofs(database.Store);
        await using var pebble = await Pebble.StartAsync(proofs.Port, wantsExternalAccount: true, Token);
        await using var host = Host(
            database.Store, pebble, ("ExternalAccount:KeyId", Pebble.KeyId), ("ExternalAccount:HmacKey", Pebble.HmacKey), ("Contacts:0", "mailto:certs@example.com"));
        using var key = RSA.Create(2048);
        var csr = SandboxCaTests.Csr(key, "www.example.com", "www.example.com", "xn--1jqs90m.example");
        var request = Request(SandboxCaTests.Payload("www.example.com", "证书.example", $"{key.ExportSubjectPublicKeyInfoPem()}\n{csr}"));

        var result = await IssueAsync(host, request);

        using var leaf = SandboxCaTests.Chain(result)[0];
        Assert.Equal(["www.example.com", "xn--1jqs90m.example"], CertificateChain.NamesOf(leaf).Order());
        Assert.Equal(key.ExportSubjectPublicKeyInfoPem(), leaf.GetRSAPublicKey()!.ExportSubjectPublicKeyInfoPem());
        Assert.Equal(leaf.SerialNumber, (string?)result["serial"]);
        Assert.Null(result["keyFile"]);
        Assert.Equal(0, await CountAsync<AcmeChallenge>(database.Store));

        // The answer was lost: the repeat fetches the same certificate.
        var again = await IssueAsync(host, request);
        Assert.Equal(leaf.SerialNumber, (string?)again["serial"]);

        var revocation = Request(SandboxRevocationTests.Payload(result, "superseded"), "revoke-1");
        Assert.IsType<EffectOutcome.Succeeded>(await host.SendAsync("ca-revoke", revocation));
        Assert.IsType<EffectOutcome.Succeeded>(await host.SendAsync("ca-revoke", revocation));
    }

    [Fact]
    public async Task Certificate_WhenNodesDieAtEveryStep_IsIssuedAllTheSame()
    {
        using var store = new ConnectorStore();
        await using var proofs = Proofs(store);
        await using var pebble = await Pebble.StartAsync(proofs.Port, wantsExternalAccount: false, Token);
        var keys = Directory.CreateTempSubdirectory("acme-keys-").FullName;
        var request = Request(SandboxCaTests.Payload());
        JsonObject? result = null;
        var deaths = 0;
        for (var attempt = 1; result is null; attempt++)
        {
            Assert.True(attempt < 200, "The certificate is never issued.");
            var last = (attempt / 2) + 1;
            await using var node = Host(store, pebble, services => services.ConfigureHttpClientDefaults(
                clients => clients.AddHttpMessageHandler(() => new Death(attempt % 2 == 0 ? last : int.MaxValue))), ("KeyFolder", keys));
            // Odd ones die just before they write, even ones just after the CA has done what it was asked.
            store.BeforeNextCommit = attempt % 2 == 1 && attempt < 9 ? () => throw new DeathException() : null;
            try
            {
                result = await node.SendAsync("ca-issue", request) is EffectOutcome.Succeeded done ? done.Result : null;
            }
            catch (DeathException)
            {
                deaths++;
            }
        }

        Assert.True(deaths > 5, $"Only {deaths} nodes died.");
        Assert.Equal(1, await CountAsync<AcmeOrder>(store));
        Assert.Equal(0, await CountAsync<AcmeChallenge>(store));
        var file = Assert.Single(Directory.GetFiles(keys));
        Assert.Equal(Path.GetFileName(file), (string?)result["keyFile"]);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        var key = await File.ReadAllTextAsync(file, Token);
        using var leaf = X509Certificate2.CreateFromPem((string?)result["chainPem"], key);
        Assert.True(leaf.HasPrivateKey);
        Directory.Delete(keys, recursive: true);
    }

    [Fact]
    public async Task Certificate_WhenProvenByDns_TellsTheHookOfRecordsAndOfTheirEnd()
    {
        using var store = new ConnectorStore();
        await using var pebble = await Pebble.StartAsync(RunningProgram.FreePort(), wantsExternalAccount: false, Token);
        await using var hook = new RecordingGateway(call =>
        {
            var told = JsonNode.Parse(call.Body)!;
            if ((string?)told["action"] == "present")
            {
                pebble.SetText((string)told["place"]!, (string)told["proof"]!, CancellationToken.None);
            }

            return new(200);
        });
        var keys = Directory.CreateTempSubdirectory("acme-keys-").FullName;
        await using var host = Host(
            store, pebble, ("Challenge", "dns-01"), ("Hook:Endpoint", $"{hook.Address}/dns"), ("Hook:ApiKey", "hook-key"), ("KeyFolder", keys));
        var payload = SandboxCaTests.Payload("*.example.com");
        payload["wildcard"] = true;

        var result = await IssueAsync(host, Request(payload));

        using var leaf = SandboxCaTests.Chain(result)[0];
        Assert.True(leaf.MatchesHostname("shop.example.com"));
        var told = hook.Calls.Select(call => JsonNode.Parse(call.Body)!).ToList();
        Assert.Equal(["present", "cleanup"], told.Select(call => (string?)call["action"]));
        Assert.All(told, call => Assert.Equal("_acme-challenge.example.com", (string?)call["place"]));
        Assert.All(hook.Calls, call => Assert.Equal("Bearer hook-key", call.Headers["Authorization"]));
        Directory.Delete(keys, recursive: true);
    }

    [Fact]
    public async Task Certificate_WhenTheHookIsAProgram_GetsItsArgumentsAsTheyAre()
    {
        using var store = new ConnectorStore();
        await using var proofs = Proofs(store);
        await using var pebble = await Pebble.StartAsync(proofs.Port, wantsExternalAccount: false, Token);
        var folder = Directory.CreateTempSubdirectory("acme-hook-").FullName;
        var program = Path.Combine(folder, "hook.sh");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nprintf '%s %s %s %s\\n' \"$1\" \"$2\" \"$3\" \"$4\" >> '{folder}/calls'\n", Token);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await using var host = Host(store, pebble, ("Hook:Command", program), ("KeyFolder", Path.Combine(folder, "keys")));

        await IssueAsync(host, Request(SandboxCaTests.Payload()));

        var calls = await File.ReadAllLinesAsync(Path.Combine(folder, "calls"), Token);
        Assert.StartsWith($"present http-01 www.example.com {ProofPath}", calls[0], StringComparison.Ordinal);
        Assert.StartsWith($"cleanup http-01 www.example.com {ProofPath}", calls[^1], StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Certificate_WhenTheHookComplains_FailsSayingWhat()
    {
        using var store = new ConnectorStore();
        await using var pebble = await Pebble.StartAsync(RunningProgram.FreePort(), wantsExternalAccount: false, Token);
        await using var host = Host(store, pebble, ("Hook:Command", "/bin/false"), ("KeyFolder", "keys"));

        var outcome = await host.SendAsync("ca-issue", Request(SandboxCaTests.Payload()));

        Assert.Contains("The hook ended with 1", Assert.IsType<EffectOutcome.Failed>(outcome).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_WhenTheProofIsNotThere_IsRejectedWithTheCasReason()
    {
        using var store = new ConnectorStore();
        await using var proofs = new ProofServer(_ => Task.FromResult<string?>("something else"));
        await using var pebble = await Pebble.StartAsync(proofs.Port, wantsExternalAccount: false, Token);
        await using var host = Host(store, pebble, ("KeyFolder", "keys"));
        var request = Request(SandboxCaTests.Payload());

        var outcome = await Eventually.ValueAsync(
            () => host.SendAsync("ca-issue", request), answer => answer is not EffectOutcome.Accepted, "the CA looks", Token);

        Assert.Equal("acme-unauthorized", Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
        Assert.Equal(0, await CountAsync<AcmeChallenge>(store));
    }

    [Fact]
    public async Task Certificate_WhenNobodyListensForTheProof_IsRejectedWithTheCasReason()
    {
        using var store = new ConnectorStore();
        await using var pebble = await Pebble.StartAsync(RunningProgram.FreePort(), wantsExternalAccount: false, Token);
        await using var host = Host(store, pebble, ("KeyFolder", "keys"));
        var request = Request(SandboxCaTests.Payload());

        var outcome = await Eventually.ValueAsync(
            () => host.SendAsync("ca-issue", request), answer => answer is not EffectOutcome.Accepted, "the CA looks", Token);

        Assert.Equal("acme-connection", Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
    }

    [Fact]
    public async Task Account_WhenTheCaWantsAnExternalOneAndNoneIsSet_Fails()
    {
        using var store = new ConnectorStore();
        await using var pebble = await Pebble.StartAsync(RunningProgram.FreePort(), wantsExternalAccount: true, Token);
        await using var host = Host(store, pebble, ("KeyFolder", "keys"));

        var outcome = await host.SendAsync("ca-issue", Request(SandboxCaTests.Payload()));

        Assert.Contains("externalAccountRequired", Assert.IsType<EffectOutcome.Failed>(outcome).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_WhenTheCaForgotIt_IsMadeAgain()
    {
        using var store = new ConnectorStore();
        await using var proofs = Proofs(store);
        await using var pebble = await Pebble.StartAsync(proofs.Port, wantsExternalAccount: false, Token);
        await using var host = Host(store, pebble, ("KeyFolder", "keys"));
        var request = Request(SandboxCaTests.Payload());
        var ordered = await host.SendAsync("ca-issue", request);
        Assert.True(ordered is EffectOutcome.Accepted, ordered.ToString());

        // Another CA at the same address: order and account mean nothing to it.
        await pebble.ForgetAllAsync(Token);
        var failures = 0;
        var last = await Eventually.ValueAsync(
            () => host.SendAsync("ca-issue", request),
            answer =>
            {
                failures += answer is EffectOutcome.Failed ? 1 : 0;
                return answer is EffectOutcome.Succeeded or EffectOutcome.Rejected;
            },
            "issued by the new CA",
            Token,
            TimeSpan.FromSeconds(30));

        Assert.IsType<EffectOutcome.Succeeded>(last);
        Assert.True(failures is >= 1 and <= 3, $"It took {failures} failures to notice.");
    }

    [Theory]
    [InlineData("OV", "www.example.com", "validation-not-offered")]
    [InlineData("DV", "*.example.com", "wildcard-needs-dns")]
    [InlineData("DV", "www.example.com", "csr-required")]
    public async Task Application_WhenItCannotBeServed_IsRejectedWithoutAskingTheCa(string validation, string domain, string code)
    {
        await using var host = new ConnectorHost(
            ("Ca:Mode", "acme"), ("Ca:Acme:Directory", "https://127.0.0.1:1/dir"), ("Ca:Acme:TermsOfServiceAgreed", "true"));
        var payload = SandboxCaTests.Payload(domain, validation: validation);
        payload["wildcard"] = domain.StartsWith('*');

        var outcome = await host.SendAsync("ca-issue", Request(payload));

        Assert.Equal(code, Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
    }

    [Fact]
    public async Task Application_WhenNobodyListensAtTheCa_Fails()
    {
        await using var host = new ConnectorHost(
            ("Ca:Mode", "acme"), ("Ca:Acme:Directory", "https://127.0.0.1:1/dir"), ("Ca:Acme:TermsOfServiceAgreed", "true"), ("Ca:Acme:KeyFolder", "keys"));

        Assert.IsType<EffectOutcome.Failed>(await host.SendAsync("ca-issue", Request(SandboxCaTests.Payload())));
    }

    private static async Task<JsonObject> IssueAsync(ConnectorHost host, EffectRequest request)
    {
        var outcome = await Eventually.ValueAsync(
            () => host.SendAsync("ca-issue", request),
            answer => answer is not EffectOutcome.Accepted,
            "the CA is done",
            Token,
            TimeSpan.FromSeconds(30));
        Assert.True(outcome is EffectOutcome.Succeeded, outcome.ToString());
        return ((EffectOutcome.Succeeded)outcome).Result;
    }

    private static ProofServer Proofs(IWorkflowStore store)
    {
        var orders = new AcmeOrders(store);
        return new ProofServer(path => path.StartsWith(ProofPath, StringComparison.Ordinal)
            ? orders.ProofAsync(path[ProofPath.Length..], CancellationToken.None)
            : Task.FromResult<string?>(null));
    }

    private static async Task<int> CountAsync<T>(IWorkflowStore store)
        where T : class
    {
        await using var session = store.Open();
        return await session.Set<T>().CountAsync(Token);
    }

    private static ConnectorHost Host(IWorkflowStore store, Pebble pebble, params (string Key, string Value)[] settings) =>
        Host(store, pebble, null, settings);

    private static ConnectorHost Host(
        IWorkflowStore store, Pebble pebble, Action<IServiceCollection>? more, params (string Key, string Value)[] settings) => new(
        store,
        more,
        [
            ("Ca:Mode", "acme"),
            ("Ca:Acme:Directory", pebble.Directory),
            ("Ca:Acme:TermsOfServiceAgreed", "true"),
            ("Ca:Acme:TrustedRootsFile", pebble.RootsFile),
            .. settings.Select(setting => ($"Ca:Acme:{setting.Key}", setting.Value)),
        ]);

    private sealed class DeathException : Exception;

    /// <summary>The CA is asked, but nobody lives to see the answer of the last request.</summary>
    private sealed class Death(int last) : DelegatingHandler
    {
        private int _asked;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            return Interlocked.Increment(ref _asked) == last ? throw new DeathException() : answer;
        }
    }
}
