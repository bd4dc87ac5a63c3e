using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CertWorkflows.Application.Effects;
using CertWorkflows.Domain.Calendar;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Server.Tests.Scenarios.ThreeYears;

/// <summary>
/// Everybody outside the product: a CA that takes its time and sometimes refuses, banks that sometimes send money back, mailboxes,
/// web sites. What it does depends on what it is asked, not on when, so that a run can be repeated.
/// </summary>
internal sealed partial class World
{
    private static readonly BusinessCalendar Calendar = BusinessCalendar.MainlandChina(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));

    private readonly Outside _outside = new();
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _dice = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, EffectOutcome> _settled = new(StringComparer.Ordinal);

    public World() => _outside
        .Answers("ca-issue", Issue)
        .Answers("ca-revoke", Revoke)
        .Answers("payment", Pay)
        .Answers("tls-probe", Look)
        .Answers("sms", _ => new EffectOutcome.Succeeded([]))
        .Answers("mail", Deliver);

    /// <summary>What each site serves, by host.</summary>
    public ConcurrentDictionary<string, (DateTimeOffset NotBefore, DateTimeOffset NotAfter)> Sites { get; } = new(StringComparer.Ordinal);

    /// <summary>Customers whose files nobody opens before everybody goes home.</summary>
    public ConcurrentDictionary<string, bool> Forgotten { get; } = new(StringComparer.Ordinal);

    /// <summary>The last confirmation link in each mailbox.</summary>
    public ConcurrentDictionary<string, string> Links { get; } = new(StringComparer.Ordinal);

    /// <summary>Money that was paid out, by the key that pays once.</summary>
    public ConcurrentDictionary<string, (string Account, decimal Amount)> PaidOut { get; } = new(StringComparer.Ordinal);

    public void Configure(IServiceCollection services) => _outside.Configure(services);

    private EffectOutcome Issue(EffectRequest request) => Once(request, () =>
    {
        var names = request.Payload["domains"]!.AsArray().Select(n => n!.GetValue<string>()).ToList();
        var dice = DiceOf(request, $"issue {names[0]}");
        var takes = request.Payload["validation"]!.GetValue<string>() == "DV" ? TimeSpan.FromMinutes(10) : TimeSpan.FromDays(1 + (dice % 3));
        if (request.Now - request.FirstSentAt < takes)
        {
            return new EffectOutcome.Accepted(null, takes);
        }

        if (dice % 10 == 0)
        {
            return new EffectOutcome.Rejected("review-failed", "The CA could not find out who asks.");
        }

        var issuedAt = DateTimeOffset.FromUnixTimeSeconds(request.Now.ToUnixTimeSeconds());
        var carried = request.Payload["carryFrom"]?.GetValue<string>() is { } from
            ? Math.Max(0, Calendar.DaysBetween(issuedAt, DateTimeOffset.Parse(from, CultureInfo.InvariantCulture)))
            : 0;
        return new EffectOutcome.Succeeded(new JsonObject
        {
            ["chainPem"] = $"signed for {names[0]}",
            ["serial"] = request.Id.ToString("N"),
            ["issuedAt"] = issuedAt.ToString("O"),
            ["expiresAt"] = Calendar.AddYears(issuedAt, request.Payload["termYears"]!.GetValue<int>(), carried).ToString("O"),
        });
    });

    private EffectOutcome Revoke(EffectRequest request) => Once(request, () => request.Now - request.FirstSentAt < TimeSpan.FromHours(3)
        ? new EffectOutcome.Accepted(null, TimeSpan.FromHours(3))
        : new EffectOutcome.Succeeded(new JsonObject { ["revokedAt"] = request.Now.ToString("O") }));

    private EffectOutcome Pay(EffectRequest request) => Once(request, () =>
    {
        var account = request.Payload["account"]!.GetValue<string>();
        if (DiceOf(request, $"pay {account}") % 8 == 0)
        {
            return new EffectOutcome.Rejected("account-closed", "The account does not take the money just now.");
        }

        Assert.True(PaidOut.TryAdd(request.IdempotencyKey, (account, decimal.Parse(request.Payload["amount"]!.GetValue<string>(), CultureInfo.InvariantCulture))));
        return new EffectOutcome.Succeeded(new JsonObject { ["paymentReference"] = $"p-{request.IdempotencyKey}", ["paidAt"] = request.Now.ToString("O") });
    });

    private EffectOutcome Look(EffectRequest request) => Sites.TryGetValue(request.Payload["host"]!.GetValue<string>(), out var served)
        ? new EffectOutcome.Succeeded(new JsonObject
        {
            ["reachable"] = true,
            ["notBefore"] = served.NotBefore.ToString("O"),
            ["notAfter"] = served.NotAfter.ToString("O"),
            ["serial"] = "01",
            ["trusted"] = true,
            ["problems"] = new JsonArray(),
        })
        : new EffectOutcome.Rejected("unreachable", "nobody answers");

    private EffectOutcome Deliver(EffectRequest request)
    {
        if (Link().Match(request.Payload["text"]!.GetValue<string>()) is { Success: true } link)
        {
            Links[request.Payload["to"]!.GetValue<string>()] = link.Value;
        }

        return new EffectOutcome.Succeeded([]);
    }

    /// <summary>Asked again for the same, everybody answers the same.</summary>
    private EffectOutcome Once(EffectRequest request, Func<EffectOutcome> answer)
    {
        if (_settled.TryGetValue(request.IdempotencyKey, out var settled))
        {
            return settled;
        }

        var now = answer();
        return now is EffectOutcome.Accepted ? now : _settled.GetOrAdd(request.IdempotencyKey, now);
    }

    /// <summary>A number that depends on the question and on how often it was asked anew, and is the request's own from then on.</summary>
    private int DiceOf(EffectRequest request, string question) => _dice.GetOrAdd(request.IdempotencyKey, _ =>
    {
        var times = _asked.AddOrUpdate(question, 1, (_, n) => n + 1);
        return BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{question} {times}"))) & int.MaxValue;
    });

    [GeneratedRegex(@"http://\S+/api/v1/revocation-confirmations/\S+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Link();
}
