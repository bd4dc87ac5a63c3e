using System.Net;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;

namespace CertWorkflows.Infrastructure.Connectors.Gateways;

/// <summary>HTTP calls to a gateway: bounded in time, size and number, never following a redirect.</summary>
internal static class GatewayCalls
{
    public const string IdempotencyHeader = "Idempotency-Key";

    public static void AddGatewayClient(
        this IServiceCollection services,
        string name,
        Func<IServiceProvider, HttpLimits> limitsOf,
        params string[] secretHeaders)
    {
        services
            .AddHttpClient(name, (provider, client) =>
            {
                var limits = limitsOf(provider);
                // Covers the body too, which the time-out of a single call does not.
                client.Timeout = limits.Total;
                client.MaxResponseContentBufferSize = limits.MaxResponseBytes;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .RedactLoggedHeaders(secretHeaders)
            .AddResilienceHandler(name, (pipeline, context) => Bound(pipeline, limitsOf(context.ServiceProvider)));
    }

    /// <summary>Sends it; what went wrong on the way comes back as a failure that may pass.</summary>
    public static async Task<GatewayAnswer> CallAsync(
        this HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return new GatewayAnswer(
                response.StatusCode,
                ConnectorJson.ParseObject(body),
                response.Headers.RetryAfter?.Delta,
                Trouble: null);
        }
        catch (TimeoutRejectedException)
        {
            return GatewayAnswer.None("The gateway did not answer in time.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return GatewayAnswer.None("The gateway did not answer in time.");
        }
        catch (HttpRequestException exception)
        {
            return GatewayAnswer.None(exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
                ? $"The gateway's answer is larger than {client.MaxResponseContentBufferSize} bytes."
                : $"The gateway could not be reached ({exception.HttpRequestError}): {exception.Message}");
        }
    }

    private static void Bound(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, HttpLimits limits)
    {
        // A gateway lives in real time, even where ours is virtual and stands still.
        pipeline.TimeProvider = TimeProvider.System;
        if (limits.MaxRetries > 0)
        {
            pipeline.AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = limits.MaxRetries,
                Delay = limits.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldRetryAfterHeader = false,
                ShouldHandle = arguments => ValueTask.FromResult(MayPassSoon(arguments.Outcome)),
            });
        }

        pipeline.AddTimeout(limits.Timeout);
    }

    // A gateway that names a time to come back is not called again within this attempt.
    private static bool MayPassSoon(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException or TimeoutRejectedException } => true,
        { Result: { Headers.RetryAfter: null } response } =>
            (int)response.StatusCode >= 500
            || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests,
        _ => false,
    };
}

/// <summary>What came back from a gateway.</summary>
/// <param name="Status">Null when nothing came back.</param>
/// <param name="Body">Null when it is not a JSON object.</param>
/// <param name="Trouble">Why nothing came back.</param>
internal sealed record GatewayAnswer(HttpStatusCode? Status, JsonObject? Body, TimeSpan? RetryAfter, string? Trouble)
{
    public bool IsSuccess => Status is { } status && (int)status is >= 200 and < 300;

    public static GatewayAnswer None(string trouble) => new(null, null, null, trouble);

    /// <summary>
    /// The outcome of an answer that is not a success: refused for good on 4xx other than 408, 409, 425 and 429;
    /// everything else may pass.
    /// </summary>
    public EffectOutcome Refusal()
    {
        if (Status is not { } status)
        {
            return new EffectOutcome.Failed(Trouble ?? "The gateway did not answer.");
        }

        var number = (int)status;
        var message = Text("message") ?? Text("detail") ?? Text("title") ?? $"The gateway answered {number}.";
        return number is >= 400 and < 500 and not (408 or 409 or 425 or 429)
            ? new EffectOutcome.Rejected(Text("code") ?? $"http-{number}", message)
            : new EffectOutcome.Failed($"The gateway answered {number}: {message}");
    }

    public string? Text(string member) =>
        Body?[member] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
