using System.Net.Http.Json;
using System.Text.Json;

namespace CertWorkflows.Client;

/// <summary>Sends one call and reads its answer or its problem document.</summary>
internal sealed class ApiTransport(HttpClient http)
{
    private const string BasePath = "api/v1/";

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(new ApiCall(HttpMethod.Get, path), cancellationToken);

    public async Task<T> SendAsync<T>(ApiCall call, CancellationToken cancellationToken)
    {
        using var response = await ExchangeAsync(call, cancellationToken);
        return await response.Content.ReadFromJsonAsync<T>(ApiJson.Options, cancellationToken)
            ?? throw new JsonException($"{call.Method} {call.Path} was answered with null where a document is needed.");
    }

    public async Task SendAsync(ApiCall call, CancellationToken cancellationToken) =>
        (await ExchangeAsync(call, cancellationToken)).Dispose();

    public async Task<string> GetTextAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await ExchangeAsync(new ApiCall(HttpMethod.Get, path), cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Sends a file as a form's field <c>file</c>.</summary>
    public async Task<T> UploadAsync<T>(string path, string name, Stream content, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent { { new StreamContent(content), "file", name } };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(BasePath + path, UriKind.Relative)) { Content = form };
        using var response = await CheckedAsync(await http.SendAsync(request, cancellationToken), cancellationToken);
        return await response.Content.ReadFromJsonAsync<T>(ApiJson.Options, cancellationToken)
            ?? throw new JsonException($"POST {path} was answered with null where a document is needed.");
    }

    /// <summary>An answer that goes on; the caller disposes of it.</summary>
    public async Task<HttpResponseMessage> OpenStreamAsync(string path, string? lastEventId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(BasePath + path, UriKind.Relative));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return await CheckedAsync(await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken), cancellationToken);
    }

    private async Task<HttpResponseMessage> ExchangeAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(call.Method, new Uri(BasePath + call.Path, UriKind.Relative));
        if (call.Body is not null)
        {
            request.Content = JsonContent.Create(call.Body, call.Body.GetType(), options: ApiJson.Options);
        }

        if (call.IdempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", call.IdempotencyKey);
        }

        if (call.ExpectedVersion is { } version)
        {
            request.Headers.TryAddWithoutValidation("If-Match", EntityTag.Format(version));
        }

        return await CheckedAsync(await http.SendAsync(request, cancellationToken), cancellationToken);
    }

    private static async Task<HttpResponseMessage> CheckedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ProblemAsync(response, cancellationToken);
        }
    }

    private static async Task<ApiException> ProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = new ProblemDto { Status = (int)response.StatusCode, Title = response.ReasonPhrase };
        if (response.Content.Headers.ContentType?.MediaType is "application/problem+json" or "application/json")
        {
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            try
            {
                problem = JsonSerializer.Deserialize<ProblemDto>(text, ApiJson.Options) ?? problem;
            }
            catch (JsonException)
            {
                // A proxy's page under a JSON name: the status still says what happened, the text goes along.
                problem = problem with { Detail = text };
            }
        }

        return new ApiException(response.StatusCode, problem, response.Headers.RetryAfter?.Delta);
    }
}

/// <summary>One call of the API.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path below <c>/api/v1/</c>, with its query.</param>
/// <param name="Body">The request record; null for none.</param>
/// <param name="IdempotencyKey">Makes a creating call safe to repeat.</param>
/// <param name="ExpectedVersion">Sent as <c>If-Match</c>.</param>
internal sealed record ApiCall(
    HttpMethod Method, string Path, object? Body = null, string? IdempotencyKey = null, long? ExpectedVersion = null);
