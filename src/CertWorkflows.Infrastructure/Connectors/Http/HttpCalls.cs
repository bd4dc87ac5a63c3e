using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Infrastructure.Connectors.Gateways;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Http;

/// <summary>
/// Sends the HTTP calls of workflows. Whatever the receiver answers is the result; only what may pass is tried again, and only
/// where the workflow asks for it.
/// </summary>
internal sealed class HttpCalls(IHttpClientFactory clients, IOptions<HttpCallOptions> options, IOptions<EffectOptions> effects) : IEffectHandler
{
    public const string ClientName = "workflow-http";

    public string Kind => "http";

    public async Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        var call = request.Payload.Deserialize<HttpCall>(JsonSerializerOptions.Web)!;
        if (Message(call, request.IdempotencyKey, out var problem) is not { } message)
        {
            return new EffectOutcome.Rejected("invalid-request", problem);
        }

        using (message)
        {
            var answer = await CallAsync(message, call.AsFile, cancellationToken);
            var mayTryAgain = request.Attempt <= call.Retries && request.Attempt < effects.Value.MaxAttempts;
            return answer is EffectOutcome.Succeeded { Result: var result } && mayTryAgain && MayPass(result)
                ? new EffectOutcome.Failed($"{result["message"] ?? $"The receiver answered {result["status"]}."}")
                : answer;
        }
    }

    private async Task<EffectOutcome> CallAsync(HttpRequestMessage message, bool asFile, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        try
        {
            using var response = await client.SendAsync(message, cancellationToken);
            return Result(await AnswerAsync(response, asFile, cancellationToken));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Result(None(HttpAnswer.TimedOut, $"{message.RequestUri!.Host} did not answer within {options.Value.Timeout}."));
        }
        catch (HttpRequestException failure) when (failure.InnerException is RefusedAddressException refused)
        {
            return new EffectOutcome.Rejected("address-refused", refused.Message);
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return new EffectOutcome.Rejected("answer-too-large", $"The answer is larger than {options.Value.MaxResponseBytes} bytes.");
        }
        catch (HttpRequestException failure)
        {
            return Result(None(HttpAnswer.NoConnection, $"{message.RequestUri!.Host} could not be reached: {failure.Message}"));
        }
    }

    private HttpRequestMessage? Message(HttpCall call, string idempotencyKey, out string problem)
    {
        problem = "";
        var message = new HttpRequestMessage(new HttpMethod(call.Method), call.Url);
        if (call is { Content: not null, ContentType: { } contentType })
        {
            var body = Encoding.UTF8.GetBytes(call.Content);
            if (body.Length > options.Value.MaxRequestBytes)
            {
                problem = $"The body has {body.Length} bytes; allowed are {options.Value.MaxRequestBytes}.";
            }

            message.Content = new ByteArrayContent(body);
            if (MediaTypeHeaderValue.TryParse(contentType, out var parsed))
            {
                message.Content.Headers.ContentType = parsed;
            }
            else
            {
                problem = $"The content type '{contentType}' cannot be read.";
            }
        }

        foreach (var (name, values) in call.Headers)
        {
            if (!Add(message, name, values))
            {
                problem = $"The header '{name}' cannot be sent.";
            }
        }

        if (!call.Headers.ContainsKey(GatewayCalls.IdempotencyHeader))
        {
            message.Headers.Add(GatewayCalls.IdempotencyHeader, idempotencyKey);
        }

        if (problem.Length == 0)
        {
            return message;
        }

        message.Dispose();
        return null;
    }

    private static bool Add(HttpRequestMessage message, string name, IReadOnlyList<string> values)
    {
        if (values.Any(value => value.AsSpan().IndexOfAny('\r', '\n') >= 0))
        {
            return false;
        }

        try
        {
            if (message.Headers.TryAddWithoutValidation(name, values))
            {
                return true;
            }

            message.Content?.Headers.Remove(name);
            return message.Content?.Headers.TryAddWithoutValidation(name, values) != false;
        }
        catch (FormatException)
        {
            // No header has such a name.
            return false;
        }
    }

    private static async Task<HttpAnswer> AnswerAsync(HttpResponseMessage response, bool asFile, CancellationToken cancellationToken)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => (IReadOnlyList<string>)[.. header.Value], StringComparer.OrdinalIgnoreCase);
        var contentType = response.Content.Headers.ContentType;
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var isText = !asFile && (contentType?.MediaType is not { } type
            || type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || type.Contains("json", StringComparison.OrdinalIgnoreCase)
            || type.Contains("xml", StringComparison.OrdinalIgnoreCase)
            || type.Contains("urlencoded", StringComparison.OrdinalIgnoreCase));
        return new HttpAnswer(
            (int)response.StatusCode,
            headers,
            contentType?.ToString(),
            isText && body.Length > 0 ? await response.Content.ReadAsStringAsync(cancellationToken) : null,
            isText ? null : Convert.ToBase64String(body),
            null,
            null);
    }

    private static HttpAnswer None(string failure, string message) =>
        new(null, new Dictionary<string, IReadOnlyList<string>>(), null, null, null, failure, message);

    private static EffectOutcome.Succeeded Result(HttpAnswer answer) =>
        new(JsonSerializer.SerializeToNode(answer, JsonSerializerOptions.Web)!.AsObject());

    // A-35
    private static bool MayPass(JsonObject answer) =>
        answer["failure"] is not null || (int?)answer["status"] is 408 or 409 or 429 or 500 or 502 or 503 or 504;
}
