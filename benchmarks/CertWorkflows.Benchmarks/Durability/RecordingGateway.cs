using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CertWorkflows.Benchmarks.Durability;

/// <summary>
/// A payment gateway that outlives every crash of the server. It decides once for an idempotency key and then always
/// answers that key alike; on the way it is slow, out of order, or drops the connection after it has paid.
/// </summary>
internal sealed class RecordingGateway : IAsyncDisposable
{
    /// <summary>How often what happens, in percent of the calls.</summary>
    private const int RefusedForGood = 3;
    private const int UnavailableBefore = 12;
    private const int SlowBefore = 15;
    private const int DroppedAfter = 20;
    private const int SlowAfter = 15;
    private const int AcceptedFirst = 8;

    private readonly WebApplication _app;
    private readonly Random _random;
    private readonly ConcurrentDictionary<string, Payout> _payouts = new(StringComparer.Ordinal);
    private int _calls;

    private RecordingGateway(WebApplication app, int seed) => (_app, _random) = (app, new Random(seed));

    /// <summary>Base address for <c>Connectors:Payments:Endpoint</c>.</summary>
    public string Address { get; private set; } = "";

    public int Calls => _calls;

    /// <summary>Everything that was ever decided, one entry for a key.</summary>
    public IReadOnlyCollection<Payout> Payouts => [.. _payouts.Values];

    public static async Task<RecordingGateway> StartAsync(int seed, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var gateway = new RecordingGateway(app, seed);
        app.MapPost("/payouts", gateway.PayAsync);
        app.MapGet("/payouts/{key}", gateway.Look);
        await app.StartAsync(cancellationToken);
        gateway.Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return gateway;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task PayAsync(HttpContext context)
    {
        Interlocked.Increment(ref _calls);
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        if (Chance(UnavailableBefore))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (Chance(SlowBefore))
        {
            await PauseAsync();
        }

        // From here on it has happened, whether or not anybody is still there to hear of it.
        var payout = _payouts.GetOrAdd(key, _ => new Payout(
            key,
            body["refundId"]!.GetValue<string>(),
            decimal.Parse(body["amount"]!.GetValue<string>(), CultureInfo.InvariantCulture),
            Paid: !Chance(RefusedForGood)));
        if (Chance(DroppedAfter))
        {
            context.Abort();
            return;
        }

        if (Chance(SlowAfter))
        {
            await PauseAsync();
        }

        if (payout.Paid && Chance(AcceptedFirst))
        {
            context.Response.Headers.RetryAfter = "1";
            await context.Response.WriteAsJsonAsync(new { status = "accepted", idempotencyKey = key }, CancellationToken.None);
            return;
        }

        await AnswerAsync(context, payout);
    }

    private async Task Look(HttpContext context, string key)
    {
        Interlocked.Increment(ref _calls);
        if (_payouts.TryGetValue(key, out var payout))
        {
            await AnswerAsync(context, payout);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private static async Task AnswerAsync(HttpContext context, Payout payout)
    {
        if (payout.Paid)
        {
            var answer = new { status = "paid", idempotencyKey = payout.Key, paymentReference = payout.Reference, paidAt = payout.At };
            await context.Response.WriteAsJsonAsync(answer, CancellationToken.None);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await context.Response.WriteAsJsonAsync(new { code = "account-blocked", message = "Refused by the test." }, CancellationToken.None);
        }
    }

    private bool Chance(int percent)
    {
        lock (_random)
        {
            return _random.Next(100) < percent;
        }
    }

    private Task PauseAsync()
    {
        lock (_random)
        {
            return Task.Delay(_random.Next(50, 700), CancellationToken.None);
        }
    }

    /// <summary>What was decided for a key.</summary>
    internal sealed record Payout(string Key, string RefundId, decimal Amount, bool Paid)
    {
        public string Reference { get; } = $"GW-{Key}";

        public DateTimeOffset At { get; } = TimeProvider.System.GetUtcNow();
    }
}
