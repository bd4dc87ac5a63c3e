using System.Buffers.Text;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using CertWorkflows.Infrastructure.Connectors.Gateways;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Acme;

/// <summary>Tells the operator's program to show a proof, or that it has been looked at.</summary>
internal sealed class AcmeHook(IHttpClientFactory clients, IOptions<CaOptions> options)
{
    public const string ClientName = "acme-hook";
    public const string Present = "present";
    public const string CleanUp = "cleanup";
    private const int LongestComplaint = 500;

    private AcmeHookOptions Settings => options.Value.Acme.Hook;

    /// <summary>Null when it was done or there is no hook; else what went wrong.</summary>
    public async Task<string?> TellAsync(string action, AcmeChallenge challenge, CancellationToken cancellationToken) => Settings switch
    {
        { Endpoint: not null } => await CallAsync(action, challenge, cancellationToken),
        { Command: not null } => await RunAsync(action, challenge, cancellationToken),
        _ => null,
    };

    private async Task<string?> CallAsync(string action, AcmeChallenge challenge, CancellationToken cancellationToken)
    {
        var (place, proof) = PlaceAndProof(challenge);
        using var message = new HttpRequestMessage(HttpMethod.Post, Settings.Endpoint)
        {
            Content = JsonContent.Create(new { action, type = challenge.Type, identifier = challenge.Identifier, place, proof }),
        };
        if (Settings.ApiKey is { Length: > 0 } apiKey)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        }

        using var client = clients.CreateClient(ClientName);
        var answer = await client.CallAsync(message, cancellationToken);
        return answer.IsSuccess ? null : answer.Trouble ?? $"The hook answered {(int)answer.Status!.Value}.";
    }

    private async Task<string?> RunAsync(string action, AcmeChallenge challenge, CancellationToken cancellationToken)
    {
        var (place, proof) = PlaceAndProof(challenge);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Settings.CommandTimeout);
        // Arguments, never a shell's line: the names come from customers.
        var start = new ProcessStartInfo(Settings.Command!, [action, challenge.Type, challenge.Identifier, place, proof])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var program = Process.Start(start) ?? throw new InvalidOperationException($"{Settings.Command} did not start.");
        try
        {
            var complaint = await program.StandardError.ReadToEndAsync(limit.Token);
            await program.WaitForExitAsync(limit.Token);
            return program.ExitCode == 0
                ? null
                : $"The hook ended with {program.ExitCode}: {complaint[..Math.Min(complaint.Length, LongestComplaint)].Trim()}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            program.Kill(entireProcessTree: true);
            return $"The hook did not end within {Settings.CommandTimeout}.";
        }
    }

    /// <summary>For http-01 the path and its text, for dns-01 the name of a TXT record and its value.</summary>
    private static (string Place, string Proof) PlaceAndProof(AcmeChallenge challenge) => challenge.Type == AcmeOptions.Dns01
        ? ($"_acme-challenge.{challenge.Identifier}",
            Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(challenge.KeyAuthorization))))
        : ($"/.well-known/acme-challenge/{challenge.Token}", challenge.KeyAuthorization);
}
