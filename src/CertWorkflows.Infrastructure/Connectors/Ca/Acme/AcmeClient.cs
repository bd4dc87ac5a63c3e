using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Acme;

/// <summary>Asks the CA: each request signed, with a nonce that is good once (RFC 8555, 6).</summary>
internal sealed class AcmeClient(IHttpClientFactory clients, IOptions<CaOptions> options)
{
    public const string ClientName = "acme";
    private const int MostNonceTries = 8;
    private const int MostKeptNonces = 16;
    private const string NonceHeader = "Replay-Nonce";
    private readonly ConcurrentQueue<string> nonces = new();

    /// <summary>Where the CA takes what.</summary>
    /// <param name="resource">A member of the directory, such as <c>newOrder</c>.</param>
    public async Task<Uri> AddressOfAsync(string resource, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        using var response = await client.GetAsync(options.Value.Acme.Directory, cancellationToken);
        var body = ConnectorJson.ParseObject(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return response.IsSuccessStatusCode && Address(body, resource) is { } address
            ? address
            : throw new AcmeProblemException(
                HttpStatusCode.BadGateway, "unknown", $"the directory answered {(int)response.StatusCode} and names no '{resource}'.");
    }

    /// <summary>Asks for <paramref name="url"/> as the account, with <paramref name="payload"/>, or just to see it when that is null.</summary>
    /// <exception cref="AcmeProblemException">The CA said no.</exception>
    public Task<AcmeAnswer> PostAsync(AcmeAccount account, Uri url, JsonObject? payload, CancellationToken cancellationToken) =>
        PostAsync(account.Key, header => header["kid"] = account.Url.AbsoluteUri, url, payload, cancellationToken);

    /// <summary>The same for one who has no account yet.</summary>
    /// <exception cref="AcmeProblemException">The CA said no.</exception>
    public Task<AcmeAnswer> PostAsync(AcmeKey key, Uri url, JsonObject payload, CancellationToken cancellationToken) =>
        PostAsync(key, header => header["jwk"] = key.PublicKey(), url, payload, cancellationToken);

    private async Task<AcmeAnswer> PostAsync(
        AcmeKey key, Action<JsonObject> sayWhoWeAre, Uri url, JsonObject? payload, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        for (var attempt = 1; ; attempt++)
        {
            var header = new JsonObject { ["nonce"] = await NonceAsync(client, cancellationToken), ["url"] = url.AbsoluteUri };
            sayWhoWeAre(header);
            var signed = key.Sign(header, payload is null ? [] : Encoding.UTF8.GetBytes(payload.ToJsonString()));
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(signed.ToJsonString()));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/jose+json");
            using var response = await client.PostAsync(url, content, cancellationToken);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var body = ConnectorJson.ParseObject(bytes);
            if (response.IsSuccessStatusCode)
            {
                Keep(response);
                return new AcmeAnswer(body, Encoding.UTF8.GetString(bytes), response.Headers.Location, RetryAfter(response));
            }

            var problem = AcmeProblemException.Of(response.StatusCode, body, RetryAfter(response));
            if (problem.Kind == AcmeProblemException.BadNonce)
            {
                // The refusal brings a fresh one; others that were kept are likely as stale as the refused one.
                nonces.Clear();
            }

            Keep(response);
            if (problem.Kind != AcmeProblemException.BadNonce || attempt == MostNonceTries)
            {
                throw problem;
            }
        }
    }

    private async Task<string> NonceAsync(HttpClient client, CancellationToken cancellationToken)
    {
        if (nonces.TryDequeue(out var kept))
        {
            return kept;
        }

        using var request = new HttpRequestMessage(HttpMethod.Head, await AddressOfAsync("newNonce", cancellationToken));
        using var response = await client.SendAsync(request, cancellationToken);
        return response.Headers.TryGetValues(NonceHeader, out var values)
            ? values.First()
            : throw new AcmeProblemException(HttpStatusCode.BadGateway, "unknown", "the CA gave no nonce.");
    }

    private void Keep(HttpResponseMessage response)
    {
        if (response.Headers.TryGetValues(NonceHeader, out var values) && nonces.Count < MostKeptNonces)
        {
            nonces.Enqueue(values.First());
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date - response.Headers.Date);

    private static Uri? Address(JsonObject? body, string member) =>
        body?[member] is JsonValue value && value.TryGetValue<string>(out var text) && Uri.TryCreate(text, UriKind.Absolute, out var address)
            ? address
            : null;
}

/// <summary>What the CA answered.</summary>
/// <param name="Body">Null when it is not a JSON object.</param>
internal sealed record AcmeAnswer(JsonObject? Body, string Text, Uri? Location, TimeSpan? RetryAfter);
