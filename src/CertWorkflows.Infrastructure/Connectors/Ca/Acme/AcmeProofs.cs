using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CertWorkflows.Application.Effects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Acme;

/// <summary>Proves to the CA that we rule over the names of an order (RFC 8555, 7.5 and 8).</summary>
internal sealed partial class AcmeProofs(
    AcmeClient client, AcmeOrders orders, AcmeHook hook, IOptions<CaOptions> options, ILogger<AcmeProofs> logger)
{
    private const string Pending = "pending";

    /// <summary>Shows what has not been proven yet and lets the CA look; null when there is nothing to say against it.</summary>
    public async Task<EffectOutcome?> ShowAsync(
        AcmeAccount account, string idempotencyKey, AcmeAnswer order, CancellationToken cancellationToken)
    {
        foreach (var address in AuthorizationsOf(order))
        {
            if (await AuthorizationAsync(account, address, cancellationToken) is { } authorization
                && Text(authorization, "status") == Pending
                && await ShowAsync(account, idempotencyKey, address, authorization, cancellationToken) is { } trouble)
            {
                return trouble;
            }
        }

        return null;
    }

    /// <summary>Why an order came to nothing.</summary>
    public async Task<AcmeProblemException> RefusalAsync(AcmeAccount account, AcmeAnswer order, CancellationToken cancellationToken)
    {
        foreach (var address in AuthorizationsOf(order))
        {
            var authorization = await AuthorizationAsync(account, address, cancellationToken);
            var refused = Challenges(authorization).Select(challenge => challenge["error"]).OfType<JsonObject>().FirstOrDefault();
            if (refused is not null)
            {
                return AcmeProblemException.Of(HttpStatusCode.Forbidden, refused);
            }
        }

        return order.Body?["error"] is JsonObject error
            ? AcmeProblemException.Of(HttpStatusCode.Forbidden, error)
            : new AcmeProblemException(HttpStatusCode.ServiceUnavailable, "unknown", "the CA does not say why; it may have lapsed.");
    }

    /// <summary>Takes the proofs of an order back, once nobody looks any more.</summary>
    public async Task HideAsync(string idempotencyKey, CancellationToken cancellationToken)
    {
        foreach (var challenge in await orders.ChallengesAsync(idempotencyKey, cancellationToken))
        {
            if (await hook.TellAsync(AcmeHook.CleanUp, challenge, cancellationToken) is { } trouble)
            {
                // The certificate is there or refused all the same.
                LogLeftBehind(challenge.Type, challenge.Identifier, trouble);
            }
        }

        await orders.DropChallengesAsync(idempotencyKey, cancellationToken);
    }

    /// <summary>An address that the CA must name.</summary>
    public static Uri Address(JsonObject body, string member) => Uri.TryCreate(Text(body, member), UriKind.Absolute, out var address)
        ? address
        : throw new AcmeProblemException(HttpStatusCode.BadGateway, "unknown", $"the CA's answer names no '{member}'.");

    private async Task<EffectOutcome?> ShowAsync(
        AcmeAccount account, string idempotencyKey, Uri address, JsonObject authorization, CancellationToken cancellationToken)
    {
        var type = options.Value.Acme.Challenge;
        var identifier = Text(authorization["identifier"] as JsonObject, "value") ?? "";
        var asked = Asked(authorization);
        if (asked is null)
        {
            return new EffectOutcome.Rejected("challenge-not-offered", $"The CA offers no {type} for {identifier}.");
        }

        if (Text(asked, "status") != Pending)
        {
            return null;
        }

        if (Text(asked, "token") is not { } token || !TokenForm().IsMatch(token))
        {
            return new EffectOutcome.Failed($"The CA's token for {identifier} is malformed.");
        }

        var challenge = new AcmeChallenge
        {
            Token = token,
            IdempotencyKey = idempotencyKey,
            Identifier = identifier,
            Type = type,
            KeyAuthorization = account.Key.Authorize(token),
        };
        // Kept and shown before the CA is told: it may look at once, and at whichever node.
        await orders.KeepAsync(challenge, cancellationToken);
        if (await hook.TellAsync(AcmeHook.Present, challenge, cancellationToken) is { } trouble)
        {
            return new EffectOutcome.Failed($"The proof for {identifier} could not be shown: {trouble}");
        }

        try
        {
            await client.PostAsync(account, Address(asked, "url"), [], cancellationToken);
        }
        catch (AcmeProblemException) when (!cancellationToken.IsCancellationRequested)
        {
            // An earlier attempt may have told the CA, which has looked meanwhile and wants to hear no more of it.
            var now = await AuthorizationAsync(account, address, cancellationToken);
            if (Text(now, "status") == Pending && Text(Asked(now), "status") == Pending)
            {
                throw;
            }
        }

        return null;
    }

    private JsonObject? Asked(JsonObject authorization) =>
        Challenges(authorization).FirstOrDefault(challenge => Text(challenge, "type") == options.Value.Acme.Challenge);

    private static IEnumerable<Uri> AuthorizationsOf(AcmeAnswer order) =>
        (order.Body?["authorizations"] as JsonArray ?? []).Select(address => new Uri((string)address!));

    private async Task<JsonObject> AuthorizationAsync(AcmeAccount account, Uri address, CancellationToken cancellationToken) =>
        (await client.PostAsync(account, address, payload: null, cancellationToken)).Body
            ?? throw new AcmeProblemException(HttpStatusCode.BadGateway, "unknown", "an authorization is no JSON object.");

    private static IEnumerable<JsonObject> Challenges(JsonObject authorization) =>
        (authorization["challenges"] as JsonArray ?? []).OfType<JsonObject>();

    private static string? Text(JsonObject? body, string member) =>
        body?[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    [GeneratedRegex(@"^[A-Za-z0-9_-]{16,200}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TokenForm();

    [LoggerMessage(4400, LogLevel.Warning, "The {Type} proof for {Identifier} was not taken back: {Trouble}")]
    private partial void LogLeftBehind(string type, string identifier, string trouble);
}
