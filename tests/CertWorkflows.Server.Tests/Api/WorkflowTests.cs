using System.Text.Json.Nodes;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Server.Tests.Api;

public sealed class WorkflowTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Workflows_AfterStart_AreThoseOfTheFolder()
    {
        var analyst = await host.AsAsync("analyst");
        var ids = (await analyst.ReadAsync("workflows")).Body!["items"]!.AsArray().Select(w => w!["definitionId"]!.GetValue<string>());
        Assert.Contains("refund-review", ids);
        var one = (await analyst.ReadAsync("workflows/refund-review")).Body!;
        Assert.Equal((1, 1), (one["latestVersion"]!.GetValue<int>(), one["publishedVersion"]!.GetValue<int>()));
        Assert.Single((await analyst.ReadAsync("workflows/refund-review/versions")).Body!["items"]!.AsArray());
        var exported = await analyst.ReadAsync("workflows/refund-review/versions/1");
        Assert.Equal("refund-review", exported.Body!["definitionId"]!.GetValue<string>());
        (await analyst.ReadAsync("workflows/refund-review/versions/9")).IsProblem(404, "not-found");
    }

    [Fact]
    public async Task Refund_OverTheApi_IsSeenInEveryList()
    {
        var (caller, reviewer, operators) = (await host.AsAsync("caller"), await host.AsAsync("reviewer"), await host.AsAsync("operator"));
        var certificate = (await caller.SubmitAsync("orders", Bodies.Order("c-seen"))).Body!["certificates"]![0]!["id"]!.GetValue<string>();
        await operators.SubmitAsync("clock/advance", """{"by":"P6D"}""");
        var body = $$"""{"certificateId":"{{certificate}}","reason":"not-needed"}""";
        var refund = await caller.SubmitAsync("refunds", body, ("Idempotency-Key", "seen"));
        Assert.Equal((201, "underReview", "RF-8"), (refund.Status, Text(refund.Body!, "state"), Text(refund.Body!, "rule")));
        Assert.Equal(["submit", "startReview"], refund.Body!["history"]!.AsArray().Select(h => Text(h!, "trigger")));
        var replay = await caller.SubmitAsync("refunds", body, ("Idempotency-Key", "seen"));
        Assert.Equal(refund.Body.ToJsonString(), replay.Body!.ToJsonString());
        (await caller.SubmitAsync("refunds", body)).IsProblem(422, "refund-in-progress");

        var task = Assert.Single((await reviewer.ReadAsync("tasks?state=open&sort=priority&assignee=none")).Body!["items"]!.AsArray())!;
        var counts = (await reviewer.ReadAsync("tasks/counts")).Body!;
        Assert.Equal((1, 1, 0), (counts["open"]!.GetValue<int>(), counts["unassigned"]!.GetValue<int>(), counts["mine"]!.GetValue<int>()));
        (await operators.ReadAsync($"tasks/{Text(task, "id")}")).IsProblem(403, "not-in-group");
        var full = await reviewer.ReadAsync($"tasks/{Text(task, "id")}");
        Assert.Equal("RF-8", full.Body!["rule"]!["id"]!.GetValue<string>());
        Assert.Contains(full.Body["candidates"]!.AsArray(), p => Text(p!, "username") == "reviewer2");
        (await reviewer.SubmitAsync($"tasks/{Text(task, "id")}/claim", null, ("If-Match", "\"99\""))).IsProblem(412, "stale");
        Assert.Equal(200, (await reviewer.SubmitAsync($"tasks/{Text(task, "id")}/claim", null)).Status);
        var taken = (await (await host.AsAsync("reviewer2")).SubmitAsync($"tasks/{Text(task, "id")}/claim", null)).IsProblem(409, "already-claimed");
        Assert.Equal("reviewer", taken.Body!["holder"]!["username"]!.GetValue<string>());

        var said = await reviewer.SubmitAsync($"tasks/{Text(task, "id")}/comments", """{"text":"Asked them."}""", ("Idempotency-Key", "said"));
        var saidAgain = await reviewer.SubmitAsync($"tasks/{Text(task, "id")}/comments", """{"text":"Asked them."}""", ("Idempotency-Key", "said"));
        Assert.Equal((201, said.Body!.ToJsonString()), (saidAgain.Status, saidAgain.Body!.ToJsonString()));
        Assert.Single((await reviewer.ReadAsync($"tasks/{Text(task, "id")}")).Body!["comments"]!.AsArray());

        var instanceId = Text(refund.Body, "instanceId");
        (await operators.SubmitAsync($"instances/{instanceId}/cancel", """{"reason":"x"}""", ("If-Match", "\"99\""))).IsProblem(412, "stale");
        (await operators.SubmitAsync($"instances/{instanceId}/retry", "{}", ("If-Match", "\"99\""))).IsProblem(412, "stale");
        var instance = (await operators.ReadAsync($"instances/{instanceId}")).Body!;
        Assert.NotEmpty(instance["waits"]!.AsArray());
        var sequence = new List<long>();
        for (var cursor = ""; ;)
        {
            var page = (await operators.ReadAsync($"instances/{instanceId}/journal?limit=3{cursor}")).Body!;
            sequence.AddRange(page["items"]!.AsArray().Select(e => e!["sequence"]!.GetValue<long>()));
            if (page["nextCursor"] is not JsonNode next)
            {
                break;
            }

            cursor = $"&cursor={next.GetValue<string>()}";
        }

        Assert.Equal(Enumerable.Range(0, sequence.Count).Select(i => (long)i), sequence);
        Assert.NotEmpty((await operators.ReadAsync("deadlines?limit=1")).Body!["items"]!.AsArray());
        Assert.Equal(200, (await operators.ReadAsync("effects?state=awaitingResult")).Status);
        Assert.Equal(200, (await caller.ReadAsync("refunds?overdue=false&openedAfter=2026-01-01T00:00:00Z&state=underReview")).Status);
        Assert.Equal("underReview", Text((await caller.ReadAsync($"refunds/{Text(refund.Body, "id")}?wait=1s&until=closed")).Body!, "state"));
        Assert.Equal("cancelled", Text((await caller.SubmitAsync($"refunds/{Text(refund.Body, "id")}/cancel", null)).Body!, "state"));
        (await caller.SubmitAsync($"refunds/{Text(refund.Body, "id")}/cancel", null)).IsProblem(409, "not-cancellable");
    }

    [Fact]
    public async Task Event_Repeated_ResumesOnceAndGetsTheFirstAnswer()
    {
        var (caller, operators) = (await host.AsAsync("caller"), await host.AsAsync("operator"));
        var certificate = (await caller.SubmitAsync("orders", Bodies.Order("c-event", paidAt: "2026-02-20T10:00:00+08:00"))).Body!["certificates"]![0]!["id"]!.GetValue<string>();
        var refund = (await caller.SubmitAsync("refunds", $$"""{"certificateId":"{{certificate}}","reason":"not-needed"}""")).Body!;
        var body = $$"""{"correlationId":"{{Text(refund, "id")}}"}""";
        var first = await operators.SubmitAsync("events/refund-cancelled", body, ("Idempotency-Key", "event"));
        var again = await operators.SubmitAsync("events/refund-cancelled", body, ("Idempotency-Key", "event"));
        Assert.Equal((200, Text(refund, "instanceId")), (first.Status, Assert.Single(first.Body!["instanceIds"]!.AsArray())!.GetValue<string>()));
        Assert.Equal((200, first.Body.ToJsonString()), (again.Status, again.Body!.ToJsonString()));
        Assert.Equal("true", again.Response.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Empty((await operators.SubmitAsync("events/refund-cancelled", body)).Body!["instanceIds"]!.AsArray());
    }

    [Fact]
    public async Task Event_WhoseRequestDiedHalfWay_ReachesNobodyTwice()
    {
        var (caller, operators) = (await host.AsAsync("caller"), await host.AsAsync("operator"));
        var certificate = (await caller.SubmitAsync("orders", Bodies.Order("c-half", paidAt: "2026-02-20T10:00:00+08:00"))).Body!["certificates"]![0]!["id"]!.GetValue<string>();
        var refund = (await caller.SubmitAsync("refunds", $$"""{"certificateId":"{{certificate}}","reason":"not-needed"}""")).Body!;
        var body = $$"""{"correlationId":"{{Text(refund, "id")}}"}""";
        await operators.SubmitAsync("events/refund-cancelled", body, ("Idempotency-Key", "half"));
        await using (var db = host.Services.GetRequiredService<IWorkflowStore>().Open())
        {
            await db.Answers.Where(a => a.Key == "half").ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        }

        var repeated = await operators.SubmitAsync("events/refund-cancelled", body, ("Idempotency-Key", "half"));
        Assert.False(repeated.Response.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(Text(refund, "instanceId"), Assert.Single(repeated.Body!["instanceIds"]!.AsArray())!.GetValue<string>());
        var moves = (await caller.ReadAsync($"refunds/{Text(refund, "id")}")).Body!["history"]!.AsArray().Select(h => Text(h!, "trigger"));
        Assert.Single(moves, "cancel");
    }

    [Fact]
    public async Task Application_Submitted_IsUnderReviewAndCanBeWithdrawn()
    {
        var caller = await host.AsAsync("caller");
        var id = (await caller.SubmitAsync("orders", Bodies.Order("c-apply"))).Body!["certificates"]![0]!["id"]!.GetValue<string>();
        (await caller.SubmitAsync($"certificates/{id}/application", """{"domains":["a.example.com"]}""", ("If-Match", "\"7\""))).IsProblem(412, "stale");
        (await caller.SubmitAsync($"certificates/{id}/application", """{"domains":["not a name"]}""")).IsProblem(400, "invalid-application");
        var submitted = await caller.SubmitAsync($"certificates/{id}/application", """{"domains":["a.example.com"]}""");
        Assert.Equal((201, "underReview"), (submitted.Status, Text(submitted.Body!, "state")));
        var twice = (await caller.SubmitAsync($"certificates/{id}/application", """{"domains":["a.example.com"]}""")).IsProblem(409, "illegal-transition");
        Assert.Equal("underReview", Text(twice.Body!, "state"));
        Assert.Contains(twice.Body!["permitted"]!.AsArray(), p => p!.GetValue<string>() == "withdraw");
        var withdrawn = await caller.SendAsync(HttpMethod.Delete, $"certificates/{id}/application", null);
        Assert.Equal((200, "paid"), (withdrawn.Status, Text(withdrawn.Body!, "state")));
        (await caller.SendAsync(HttpMethod.Delete, $"certificates/{id}/application", null)).IsProblem(409, "nothing-to-withdraw");
    }

    [Fact]
    public async Task Callback_WithoutSignature_IsNotBelieved() =>
        (await host.Anonymous().SubmitAsync("connectors/payments/callbacks", """{"idempotencyKey":"x","status":"paid"}""")).IsProblem(401, "invalid-signature");

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();
}
