using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace CertWorkflows.Benchmarks.Durability;

/// <summary>The people and programs that use the server while it is killed under them.</summary>
internal sealed class Load(Uri address, Acknowledged acknowledged, int seed)
{
    public const string AdminPassword = "durability-admin-1";
    public const string WaitDefinition = "crash-delays";
    private const string Password = "durability-user-1";
    private const int LeftOpenPercent = 10;
    private const int ManualPercent = 70;
    private const int CancelPercent = 12;
    private const int RejectPercent = 15;

    private volatile bool _opening = true;

    /// <summary>No new cases from now on; what is open is worked off.</summary>
    public void StopOpening() => _opening = false;

    public static async Task CreatePeopleAsync(Uri address, int reviewers, CancellationToken cancellationToken)
    {
        using var admin = new Api(address);
        await admin.LogInAsync("admin", AdminPassword, cancellationToken);
        await CreateAsync("shop", "caller");
        for (var i = 0; i < reviewers; i++)
        {
            await CreateAsync(Reviewer(i), "reviewer", "refunds", "operators");
        }

        async Task CreateAsync(string name, string role, params string[] groups)
        {
            var user = new JsonObject
            {
                ["username"] = name,
                ["displayName"] = name,
                ["password"] = Password,
                ["roles"] = new JsonArray(role),
                ["groups"] = new JsonArray([.. groups.Select(g => (JsonNode)g)]),
            };
            var answer = await admin.PostAsync("users", user, $"user-{name}", cancellationToken);
            if (!answer.IsSuccess)
            {
                throw new InvalidOperationException($"User {name} was not created: {answer}");
            }
        }
    }

    /// <summary>Buys, asks for refunds, cancels some, starts waits.</summary>
    public async Task ShopAsync(int number, CancellationToken cancellationToken)
    {
        var random = new Random((seed * 1000) + number);
        using var api = new Api(address);
        await api.LogInAsync("shop", Password, cancellationToken);
        for (var i = 0; _opening; i++)
        {
            var key = $"{number}-{i}";
            if (random.Next(100) < 35)
            {
                await WaitAsync(api, key, random, cancellationToken);
            }
            else
            {
                await RefundAsync(api, key, random, cancellationToken);
            }

            await Task.Delay(random.Next(5, 80), cancellationToken);
        }
    }

    /// <summary>Claims and decides tasks, until cancelled.</summary>
    public async Task ReviewAsync(int number, CancellationToken cancellationToken)
    {
        var me = Reviewer(number);
        var random = new Random((seed * 1000) + 500 + number);
        using var api = new Api(address);
        await api.LogInAsync(me, Password, cancellationToken);
        string? cursor = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            // Page by page, round and round: what is left open on purpose would fill the first one.
            var from = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await api.GetAsync($"tasks?state=open&sort=created&limit=50{from}", cancellationToken);
            cursor = (string?)page.Body?["nextCursor"];
            var tasks = (page.Body?["items"] as JsonArray)?.OfType<JsonObject>().Where(task => !IsLeftOpen(task)).ToArray() ?? [];
            random.Shuffle(tasks);
            foreach (var task in tasks.Take(5))
            {
                await DecideAsync(api, task, me, random, cancellationToken);
            }

            await Task.Delay(random.Next(20, 120), cancellationToken);
        }
    }

    private static string Reviewer(int number) => $"reviewer-{number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Some reviews nobody ever does, so that at the end there are waiting instances to be checked.</summary>
    private static bool IsLeftOpen(JsonObject task) =>
        task["kind"]!.GetValue<string>() == "refund-review"
        && Guid.Parse(task["id"]!.GetValue<string>()).ToByteArray()[15] % 100 < LeftOpenPercent;

    private async Task WaitAsync(Api api, string key, Random random, CancellationToken cancellationToken)
    {
        var wait = TimeSpan.FromMilliseconds(random.Next(500, 3000));
        var body = new JsonObject { ["input"] = new JsonObject { ["Wait"] = wait.ToString("c", CultureInfo.InvariantCulture) } };
        var answer = await api.PostAsync($"workflows/{WaitDefinition}/instances", body, $"wait-{key}", cancellationToken);
        if (Expect(answer, HttpStatusCode.Created))
        {
            acknowledged.Waits[Guid.Parse(answer.Text("id"))] = wait;
        }
    }

    private async Task RefundAsync(Api api, string key, Random random, CancellationToken cancellationToken)
    {
        var manual = random.Next(100) < ManualPercent;
        var order = await api.PostAsync("orders", Order(key, manual, random), $"order-{key}", cancellationToken);
        if (!Expect(order, HttpStatusCode.Created))
        {
            return;
        }

        var certificate = order.Body!["certificates"]![0]!["id"]!.GetValue<string>();
        acknowledged.Orders[Guid.Parse(order.Text("id"))] = Guid.Parse(certificate);
        var request = new JsonObject { ["certificateId"] = certificate, ["reason"] = "not-needed" };
        var refund = await api.PostAsync("refunds", request, $"refund-{key}", cancellationToken);
        if (!Expect(refund, HttpStatusCode.Created))
        {
            return;
        }

        var id = Guid.Parse(refund.Text("id"));
        acknowledged.Refunds[id] = Guid.Parse(certificate);
        if (manual && random.Next(100) < CancelPercent)
        {
            await Task.Delay(random.Next(0, 300), cancellationToken);

            // 409: a reviewer was faster, or our own first attempt was answered into the void.
            var cancelled = await api.PostAsync($"refunds/{id}/cancel", null, $"cancel-{key}", cancellationToken);
            if (Expect(cancelled, HttpStatusCode.OK, HttpStatusCode.Conflict) && cancelled.IsSuccess)
            {
                acknowledged.CancelledRefunds[id] = 0;
            }
        }
    }

    private static JsonObject Order(string key, bool manual, Random random)
    {
        var payment = new JsonObject { ["channel"] = "alipay", ["account"] = $"payer-{key}@alipay.example" };
        if (manual)
        {
            var paidAt = TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(random.Next(7, 60));
            payment["paidAt"] = paidAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        }

        return new JsonObject
        {
            ["customerId"] = $"customer-{random.Next(50).ToString(CultureInfo.InvariantCulture)}",
            ["company"] = "示例商贸有限公司",
            ["email"] = "it@customer.example",
            ["payment"] = payment,
            ["items"] = new JsonArray(new JsonObject { ["product"] = "digicert-dv" }),
        };
    }

    private async Task DecideAsync(Api api, JsonObject task, string me, Random random, CancellationToken cancellationToken)
    {
        // 409: another reviewer was faster, the customer cancelled, or our own first attempt was answered into the void.
        var id = task["id"]!.GetValue<string>();
        var claim = await api.PostAsync($"tasks/{id}/claim", null, null, cancellationToken);
        if (!Expect(claim, HttpStatusCode.OK, HttpStatusCode.Conflict) || !claim.IsSuccess)
        {
            return;
        }

        acknowledged.Claims[Guid.Parse(id)] = me;
        var outcome = task["kind"]!.GetValue<string>() == "payment-failed" ? "Retry" : random.Next(100) < RejectPercent ? "Reject" : "Approve";
        var decision = new JsonObject { ["outcome"] = outcome, ["data"] = outcome == "Reject" ? new JsonObject { ["reason"] = "By chance." } : [] };
        var decided = await api.PostAsync($"tasks/{id}/complete", decision, null, cancellationToken);
        if (Expect(decided, HttpStatusCode.OK, HttpStatusCode.Conflict) && decided.IsSuccess)
        {
            acknowledged.Decisions[Guid.Parse(id)] = (outcome, me);
        }
    }

    private bool Expect(Api.Answer answer, params HttpStatusCode[] statuses)
    {
        if (statuses.Contains(answer.Status))
        {
            return true;
        }

        acknowledged.Surprises.Add(answer.ToString());
        return false;
    }
}
